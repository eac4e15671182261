import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

/**
 * The modules of the runtime that a thread loads before its first task. Each takes its time, again in each thread: `node:process` a quarter
 * of the start of one under Deno. What is added here has to be worth that: see `pool-start`.
 */
const loaded: Readonly<Record<string, readonly string[]>> = {
  "deno.js": ["node:async_hooks", "node:timers", "node:util/types", "node:worker_threads"],
  "bun.js": ["node:async_hooks", "node:process"],
};

describe("A thread loads no other modules of its runtime than it needs before its first task", () => {
  for (const [file, modules] of Object.entries(loaded)) {
    it(file, () => {
      const text = readFileSync(new URL(`../../runners/threads/built/${file}`, import.meta.url), "utf8");
      const names = [...text.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) => name);
      assert.deepEqual([...new Set(names)].sort(), modules);
    });
  }
});

describe("The door, which a task's module imports in each thread under Deno,", () => {
  it("loads no slow modules of the runtime: node:fs, node:stream and node:module take 3 to 6 ms there", () => {
    const loads = [...builtinsOf("../../runners/mod.ts")].sort();
    assert.deepEqual(loads, [
      "node:async_hooks",
      "node:os",
      "node:path",
      "node:process",
      "node:timers",
      "node:url",
      "node:util/types",
      "node:worker_threads",
    ]);
  });
});

/** The built-in modules that a file and all that it imports load with it. */
function builtinsOf(file: string): ReadonlySet<string> {
  const builtins = new Set<string>();
  const seen = new Set<string>();
  const follow = (url: URL): void => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    for (const [, name = ""] of readFileSync(url, "utf8").matchAll(staticImport)) {
      if (name.startsWith("node:")) builtins.add(name);
      else follow(new URL(name, url));
    }
  };
  follow(new URL(file, import.meta.url));
  return builtins;
}

const staticImport = /^(?:import|export)(?! type\b)[^;"]*"((?:node:|\.)[^"]+)";$/gm;
