import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { execa } from "execa";
import { pack } from "../../scripts/driver/project/pack-command.ts";
import { resolveRuntimes } from "../../scripts/driver/releases/resolve-runtimes.ts";

const folder = mkdtempSync(path.join(tmpdir(), "worker-matrix-runners-"));
const binaries: Record<string, string> = {};
const packed = pack(folder);

const typedTasks = `import { task } from "worker-matrix";
export const double = task(import.meta.url, function twice(n: number): number {
  return 2 * n;
});
`;

/** @param imports what gives `expect` and `it` */
function typedTest(imports: string): string {
  return `${imports}
import { ThreadPoolExecutor } from "worker-matrix";
import { double } from "./tasks.ts";
it("runs a task", async () => {
  await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
  expect([await pool.submit(double, 1), await pool.submit(double, 2)]).toEqual([2, 4]);
});
`;
}

const ofNode = `import assert from "node:assert/strict";
import { it } from "node:test";
const expect = (found: unknown) => ({ toEqual: (wanted: unknown) => assert.deepEqual(found, wanted) });`;

interface Runner {
  readonly packages: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  command(): readonly string[];
  readonly passed: RegExp;
}

/** In a project of its own: which of them finds what in it, is their business. */
const runners: Readonly<Record<string, Runner>> = {
  vitest: {
    packages: ["vitest@5"],
    files: { "tasks.ts": typedTasks, "it.test.ts": typedTest('import { expect, it } from "vitest";') },
    command: () => [process.execPath, "node_modules/vitest/vitest.mjs", "run"],
    passed: /Tests +1 passed/,
  },
  jest: {
    packages: ["jest@30"],
    files: {
      "tasks.js": `const { pathToFileURL } = require("node:url");
const { task } = require("worker-matrix");
exports.double = task(pathToFileURL(__filename).href, function double(n) { return 2 * n; });
`,
      "it.test.js": `const { ThreadPoolExecutor, toThread } = require("worker-matrix");
const { double } = require("./tasks.js");
it("runs a task", async () => {
  const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
  expect([await toThread(double, 1), await pool.submit(double, 2)]).toEqual([2, 4]);
  await pool.shutdown();
});
`,
    },
    command: () => [process.execPath, "node_modules/jest/bin/jest.js"],
    passed: /Tests: +1 passed/,
  },
  "node:test": {
    packages: [],
    files: { "tasks.ts": typedTasks, "it.test.ts": typedTest(ofNode) },
    command: () => [process.execPath, "--test"],
    passed: /pass 1\b/,
  },
  "deno test": {
    packages: [],
    files: { "tasks.ts": typedTasks, "it.test.ts": typedTest(ofNode) },
    command: () => [binaries.deno ?? "", "test", "--allow-all", "--no-lock", "--no-check"],
    passed: /1 passed/,
  },
  "bun test": {
    packages: [],
    files: { "tasks.ts": typedTasks, "it.test.ts": typedTest('import { expect, it } from "bun:test";') },
    command: () => [binaries.bun ?? "", "test"],
    passed: /1 pass\b/,
  },
};

before(async () => {
  for (const found of await resolveRuntimes(["deno", "bun"])) {
    if (found.status === "ready") binaries[found.name] = found.path;
  }
});

after(() => rmSync(folder, { recursive: true, force: true }));

describe("in a project of its own, the library's package runs tasks under", () => {
  for (const [name, { packages, files, command, passed }] of Object.entries(runners)) {
    it(name, async () => {
      const [library] = await packed;
      const project = path.join(folder, name.replace(/\W/, "-"));
      mkdirSync(project);
      const type = "tasks.js" in files ? "commonjs" : "module";
      writeFileSync(path.join(project, "package.json"), JSON.stringify({ private: true, type }));
      for (const [file, text] of Object.entries(files)) writeFileSync(path.join(project, file), text);
      const options = ["--no-audit", "--no-fund", "--prefer-offline"];
      const all = [...packages, path.join(folder, library?.filename ?? "")];
      await execa("npm", ["install", ...options, ...all], { cwd: project });
      const [binary = "", ...args] = command();
      // Of this test's runner they inherit nothing.
      const env = { NODE_OPTIONS: undefined, NODE_TEST_CONTEXT: undefined, NO_COLOR: "1", CI: "1" };
      const { all: printed } = await execa(binary, args, {
        cwd: project,
        env,
        all: true,
        reject: false,
        timeout: 60_000,
      });
      assert.match(printed, passed);
    });
  }
});
