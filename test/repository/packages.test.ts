import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { type Packed, pack } from "../../scripts/driver/project/pack-command.ts";
import { resolveRuntimes } from "../../scripts/driver/releases/resolve-runtimes.ts";
import { examplesOf, expectedLines } from "../fixtures/examples.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "worker-matrix-packages-"));
/** A project of somebody else's, with both packages. */
const project = path.join(folder, "project");
let packed: readonly Packed[] = [];

const starts: Readonly<Record<string, (binary: string) => readonly string[]>> = {
  node: (binary) => [binary],
  deno: (binary) => [binary, "run", "--allow-all", "--no-lock"],
  bun: (binary) => [binary],
};

const binaries: Record<string, string> = {};

before(async () => {
  for (const found of await resolveRuntimes(Object.keys(starts))) {
    if (found.status === "ready") binaries[found.name] = found.path;
  }
  packed = await pack(folder);
  mkdirSync(path.join(project, "bench"), { recursive: true });
  write("package.json", JSON.stringify({ name: "theirs", private: true }));
  const files = packed.map(({ filename }) => path.join(folder, filename));
  await execa("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...files], { cwd: project });
});

after(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  writeFileSync(path.join(project, file), text);
}

/** Runs a program of the project, and gives what it prints. */
async function run(runtime: string, file: string, args: readonly string[] = []): Promise<string> {
  const [binary = "", ...first] = starts[runtime]?.(binaries[runtime] ?? "") ?? [];
  const env = { NODE_OPTIONS: undefined, NO_COLOR: "1" };
  const { stdout } = await execa(binary, [...first, file, ...args], { cwd: project, env, timeout: 60_000 });
  return stdout;
}

describe("the library's package", () => {
  it("is small, and needs nothing", () => {
    const [library] = packed;
    assert.ok((library?.unpackedSize ?? 1e9) <= 300_000, `${library?.unpackedSize} bytes`);
    const manifest = JSON.parse(
      readFileSync(path.join(project, "node_modules", "worker-matrix", "package.json"), "utf8"),
    );
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.optionalDependencies, undefined);
    assert.equal(manifest.scripts, undefined);
  });

  for (const [tool, args] of [
    ["publint", ["--strict"]],
    ["attw", []],
  ] as const) {
    it(`is what ${tool} says a package should be`, async () => {
      const file = path.join(folder, packed[0]?.filename ?? "");
      await execa(tool, [...args, file], { preferLocal: true, localDir: root });
    });
  }

  it("has types for who has no types of Node, and checks those of packages", async () => {
    const compilerOptions = {
      ...{
        strict: true,
        noEmit: true,
        module: "nodenext",
        target: "es2022",
        lib: ["es2022", "dom"],
        types: [],
      },
      ...{ exactOptionalPropertyTypes: true, skipLibCheck: false },
    };
    write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["typed.mts", "typed.cts"] }));
    write("typed.mts", typed);
    write("typed.cts", typed);
    await execa("tsc", ["--project", project], { preferLocal: true, localDir: root });
  });

  for (const runtime of Object.keys(starts)) {
    it(`runs what its README shows, under ${runtime}`, async () => {
      const examples = examplesOf(project, "node_modules/worker-matrix/README.md");
      for (const { file, code } of examples) if (file !== undefined) write(file, code);
      const programs = examples.filter(({ file }) => file === undefined);
      assert.ok(programs.length > 2);
      for (const { place, code } of programs) {
        write("example.ts", code);
        const lines = expectedLines(code);
        const printed = await run(runtime, "example.ts", ["--size", "1000"]);
        if (lines.length > 0) assert.deepEqual(printed.split("\n"), lines, place);
      }
    });

    it(`is one library for who imports it and who requires it, under ${runtime}`, async () => {
      write("tasks.cjs", commonTasks);
      write("program.cjs", commonProgram);
      write("program.mjs", moduleProgram);
      assert.equal(await run(runtime, "program.cjs"), "42");
      assert.equal(await run(runtime, "program.mjs"), "42 true");
    });
  }
});

describe("the library's package under a Node that strips no types", () => {
  it("loads tasks in JavaScript, and those in TypeScript once tsx is there", async () => {
    const [old] = await resolveRuntimes(["node@20"]);
    assert.ok(old?.status === "ready");
    write("typed-task.mts", typedTask);
    write("typed-program.mjs", typedProgram);
    write("program.cjs", commonProgram);
    write("tasks.cjs", commonTasks);
    const options = { cwd: project, env: { NODE_OPTIONS: undefined }, timeout: 60_000 } as const;
    assert.equal((await execa(old.path, ["program.cjs"], options)).stdout, "42");
    const without = await execa(old.path, ["typed-program.mjs"], options);
    assert.match(without.stdout, /^Unknown file extension ".mts" .*this one strips no types.*install tsx/);
    await execa("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "tsx"], { cwd: project });
    assert.equal((await execa(old.path, ["typed-program.mjs"], options)).stdout, "42");
  });
});

const typedTask = `
import { task } from "worker-matrix";
export const double = task(import.meta.url, function double(n: number): number { return 2 * n; });
`;

/** Of a module that this runtime cannot load itself. */
const typedProgram = `
import { task, toThread } from "worker-matrix";
const double = task(new URL("typed-task.mts", import.meta.url).href, function double(n) { return 2 * n; });
toThread(double, 21).then(console.log, (error) => console.log(error.message));
`;

const typed = `
import { type Future, TaskGroup, task, ThreadPoolExecutor, toThread } from "worker-matrix";

const double = task("file:///tasks.js", function double(n: number): number {
  return 2 * n;
});
const future: Future<number> = toThread(double.with({ timeoutMs: 5, transfer: [new ArrayBuffer(8)] }), 21);
// @ts-expect-error the task takes a number
void toThread(double, "21");
void TaskGroup.run(async (group) => {
  const value: number = await group.createTask(future);
  return value;
});
void new ThreadPoolExecutor({ maxWorkers: 2 }).shutdown();
`;

const commonTasks = `
const { pathToFileURL } = require("node:url");
const { task } = require("worker-matrix");
exports.double = task(pathToFileURL(__filename).href, function double(n) { return 2 * n; });
`;

const commonProgram = `
const { toThread } = require("worker-matrix");
const { double } = require("./tasks.cjs");
toThread(double, 21).then(console.log);
`;

const moduleProgram = `
import { createRequire } from "node:module";
import { getDefaultExecutor, toThread } from "worker-matrix";
import tasks from "./tasks.cjs";
const required = createRequire(import.meta.url)("worker-matrix");
console.log(await toThread(tasks.double, 21), required.getDefaultExecutor() === getDefaultExecutor());
`;

interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

describe("the suite's package", () => {
  /** The command as npm has put it there, under the Node that is first on the path, which may be an old one. */
  async function workerMatrix(...args: readonly string[]): Promise<Ended> {
    const file = path.join(project, "node_modules", ".bin", "worker-matrix");
    const options = { cwd: project, reject: false, env: { NO_COLOR: "1" }, timeout: 120_000 } as const;
    const { exitCode, stdout, stderr } = await execa(file, args, options);
    return { exitCode, stdout, stderr };
  }

  it("brings no runtime", () => {
    const lock = readFileSync(path.join(project, "package-lock.json"), "utf8");
    assert.doesNotMatch(lock, /node_modules\/(?:node-|@deno\/|@oven\/)/);
  });

  it("has one command, which says what there is, and refuses what there is not", async () => {
    const help = await workerMatrix("--help");
    assert.equal(help.exitCode, 0);
    assert.match(help.stdout, /^ {2}upgrade .*$/m);
    const unknown = await workerMatrix("upgrad");
    assert.equal(unknown.exitCode, 2);
    assert.equal(unknown.stderr, "Unknown command upgrad; did you mean upgrade?");
    const completion = await workerMatrix("completion", "bash");
    assert.match(completion.stdout, /^ {4}upgrade\) words=".*--threshold/m);
  });

  it("measures a workload of the project, and writes to its results", async () => {
    const written = await workerMatrix("new-workload", "bench/mine");
    assert.match(written.stdout, /npx worker-matrix matrix --quick --workload \.\/bench\/mine\.ts/);
    write(
      "worker-matrix.config.ts",
      'const size: number = 1000;\nexport default { all: { size }, matrix: { workload: ["./bench/mine.ts"], rounds: 1 } };',
    );
    const specs = Object.entries(binaries).map(([name, binary]) => `${name}@${binary}`);
    const { exitCode, stderr } = await workerMatrix("matrix", "-r", specs.join(), "--out", "results/run");
    assert.equal(exitCode, 0, stderr);
    const summary = readFileSync(path.join(project, "results", "run", "summary.csv"), "utf8");
    const cells = summary.split("\n").filter((line) => line.includes("mine"));
    assert.ok(cells.length >= 2 * specs.length, summary);
    for (const cell of cells) assert.match(cell, /,ok,/);
    rmSync(path.join(project, "worker-matrix.config.ts"));
  });

  it("says what is wrong with a file of defaults", async () => {
    for (const [text, message] of [
      [
        "export default { matrx: {} };",
        /^Cannot use worker-matrix\.config\.ts: it has "matrx"; expected all, or a command/,
      ],
      ["export default { matrix: { seed: {} } };", /^Cannot use worker-matrix\.config\.ts: seed is {}/],
      ["export default {", /^Cannot load worker-matrix\.config\.ts: /],
    ] as const) {
      write("worker-matrix.config.ts", text);
      const { exitCode, stderr } = await workerMatrix("matrix", "--list");
      assert.match(stderr, message);
      assert.equal(exitCode, 2);
    }
    rmSync(path.join(project, "worker-matrix.config.ts"));
  });
});
