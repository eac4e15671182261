import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { after, describe, test } from "node:test";
import { execa } from "execa";
import { resolveRuntimes } from "../../../scripts/driver/releases/resolve-runtimes.ts";

const folder = mkdtempSync(path.join(tmpdir(), "worker-matrix outside-"));
after(() => rmSync(folder, { recursive: true }));
const pinned = await resolveRuntimes(["node", "deno", "bun"]);
const node = pinned[0]?.status === "ready" ? pinned[0].path : assert.fail("no pinned Node");

describe("resolveRuntimes", () => {
  test("knows of the pinned releases what they say themselves", () => {
    for (const [index, name] of ["node", "deno", "bun"].entries()) {
      const runtime = pinned[index];
      assert(runtime?.status === "ready");
      assert.equal(runtime.label, `${name}@${runtime.version}`);
      assert.match(runtime.version, /^\d+\.\d+\.\d+$/);
      assert.match(runtime.engine, name === "bun" ? /^JavaScriptCore \w/ : /^V8 \d+\.\d+/);
    }
  });

  test("takes a path, and calls two specs of one version by their specs", async () => {
    const [ours, theirs, other] = await resolveRuntimes(["node", `node@${node}`, "bun"]);
    assert(ours?.status === "ready" && theirs?.status === "ready");
    assert.equal(theirs.version, ours.version);
    assert.deepEqual([ours.label, theirs.label], ["node", `node@${node}`]);
    assert.match(other?.label ?? "", /^bun@\d/);
  });

  test("starts a release with the flags behind its spec, and calls it by them", async () => {
    const specs = ["node --expose-gc", "deno --v8-flags=--expose-gc,--no-opt", "bun --smol"];
    for (const [index, runtime] of (await resolveRuntimes(specs)).entries()) {
      assert(runtime.kind === "javascript" && pinned[index]?.kind === "javascript");
      const [, ...flags] = specs[index]?.split(" ") ?? [];
      assert.equal(runtime.label, [pinned[index].label, ...flags].join(" "));
      const { args } = runtime.command("program.ts", ["argument"]);
      assert.deepEqual(args.slice(-2 - flags.length, -2), flags);
    }
  });

  test("refuses flags that a runtime does not know, in its own words where it has some", async () => {
    const unknown = {
      "node --no-such": /^Cannot start node --no-such .*bad option: --no-such$/,
      "deno --no-such": /^Cannot start deno --no-such .*unexpected argument '--no-such'/,
      "deno --v8-flags=--no-such": /V8 did not recognize flag '--no-such'/,
      "bun --no-such": /^Cannot use bun --no-such: "bun run --help" has no --no-such, /,
    };
    for (const [spec, message] of Object.entries(unknown)) {
      await assert.rejects(resolveRuntimes([spec]), { name: "BadInput", message });
    }
  });

  test("finds the system's binary, but not that of a project's packages", async () => {
    const bin = path.join(folder, "node_modules", ".bin");
    mkdirSync(bin, { recursive: true });
    symlinkSync(node, path.join(bin, "bun"));
    symlinkSync(node, path.join(folder, "node"));
    const before = process.env.PATH;
    process.env.PATH = [bin, folder].join(path.delimiter);
    try {
      const [system] = await resolveRuntimes(["node@system"]);
      assert(system?.status === "ready");
      assert.equal(system.source, "system");
      await assert.rejects(resolveRuntimes(["bun@system"]), {
        name: "BadInput",
        message: /^Cannot use bun@system: no bun on PATH; expected /,
      });
      for (const missing of await resolveRuntimes(["python", "go"])) {
        assert(missing.status === "not installed");
        assert.match(missing.reason, / on PATH$/);
      }
    } finally {
      process.env.PATH = before;
    }
  });

  const plain = path.join(folder, "plain");
  const impostor = path.join(folder, "impostor");
  writeFileSync(plain, "");
  writeFileSync(impostor, '#!/bin/sh\necho "impostor 1.0"\n');
  chmodSync(impostor, 0o755);
  const wrong = {
    "bun@/no/such/file": /^Cannot use bun@\/no\/such\/file: there is no such file$/,
    [`bun@${folder}`]: /that is a folder; expected the binary in it/,
    [`bun@${plain}`]: /that file is not executable$/,
    [`bun@${impostor}`]: /is not bun, it says "impostor 1\.0"$/,
    [`bun@${node}`]: /is not bun, it says "v\d/,
    [`python@${impostor}`]: /is not python, it says "impostor 1\.0"$/,
    "node@16.20.2": /^Cannot run under node@16\.20\.2: expected node 18\.19\.0 or later/,
  };
  test("refuses what is no such binary, in one line", async () => {
    for (const [spec, message] of Object.entries(wrong)) {
      await assert.rejects(resolveRuntimes([spec]), { name: "BadInput", message });
    }
  });

  test("refuses the first wrong spec before it looks for any", async () => {
    await assert.rejects(resolveRuntimes(["bun@/no/such/file", "nod", "den"]), /Unknown runtime "nod"/);
  });
});

describe("command", () => {
  for (const runtime of pinned) {
    assert(runtime.kind === "javascript");
    const { name } = runtime;

    test(`starts a program under ${name} with no more of the user's environment than it needs`, async () => {
      const before = { ...process.env };
      Object.assign(process.env, { NODE_OPTIONS: "--no-such", DENO_X: "1", BUN_X: "1", npm_x: "1" });
      writeFileSync(path.join(folder, ".env"), "FROM_DOT_ENV=1\n");
      try {
        const { file, args, env } = runtime.command(
          new URL("../../fixtures/print-environment.ts", import.meta.url),
        );
        const { stdout, stderr } = await execa(file, args, { env, extendEnv: false, cwd: folder });
        const seen = Object.keys(JSON.parse(stdout)).filter((key) => !key.startsWith("__"));
        assert.deepEqual(
          seen.filter((key) => !(key in env)),
          [],
        );
        assert.equal(stderr, "");
      } finally {
        process.env = before;
      }
    });

    test(`lets modules from any folder import worker-matrix under ${name}, in threads too`, async () => {
      const files = ["ours.ts", "ours.js", "ours.mjs"].map((file) => path.join(folder, file));
      for (const file of files) {
        const types = file.endsWith(".ts")
          ? ['import type { Task } from "worker-matrix";', ": number"]
          : ["", ""];
        writeFileSync(
          file,
          `${types[0]}
          import { task, toThread } from "worker-matrix";
          export const theirs = toThread;
          export const triple = task(import.meta.url, function triple(n${types[1]}) { return 3 * n; });`,
        );
      }
      const program = new URL("../../fixtures/run-outsiders.ts", import.meta.url);
      const { file, args, env } = runtime.command(program, files, { workload: files[0] ?? "" });
      const { stdout, stderr } = await execa(file, args, { env, extendEnv: false, cwd: folder });
      assert.deepEqual(JSON.parse(stdout), [
        [21, true],
        [21, true],
        [21, true],
      ]);
      assert.equal(stderr, "");
    });
  }
});
