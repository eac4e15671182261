import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

/**
 * The modules of the runtime that a thread loads before its first task. Each takes its time, again in each thread: `node:process` a quarter
 * of the start of one under Deno. What is added here has to be worth that: see `pool-start`.
 */
const loaded: Readonly<Record<string, readonly string[]>> = {
  "deno.js": ["node:async_hooks", "node:timers", "node:util/types", "node:worker_threads"],
  "bun.js": ["node:async_hooks", "node:process", "node:timers", "node:url"],
};

describe("A thread loads no other modules of its runtime than it needs before its first task", () => {
  for (const [file, modules] of Object.entries(loaded)) {
    it(file, () => {
      const text = readFileSync(new URL(`../../runners/threads/${file}`, import.meta.url), "utf8");
      const names = [...text.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) => name);
      assert.deepEqual([...new Set(names)].sort(), modules);
    });
  }
});
