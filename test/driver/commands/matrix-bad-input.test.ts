import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fixture, matrix, newFolder } from "../../fixtures/matrix-runs.ts";

/** Modules that are no workloads, each with what must be said of it, and options that it takes. */
const modules: Readonly<Record<string, readonly [string, RegExp, ...string[]]>> = {
  "does-not-parse.ts": ["export default {\n  run( {\n};\n", /SyntaxError: .*does-not-parse\.ts:\d/],
  "no-default.ts": ["export const nothing = 1;\n", /TypeError: its default export is missing; expected/],
  "no-run.ts": ["export default { name: 'x' };\n", /TypeError: its run is missing; expected a function$/],
  "odd-defaults.ts": [
    "export default { run() {}, defaults: { size: -1 } };\n",
    /its defaults\.size is number -1; expected/,
  ],
  "throws-on-load.mjs": ["const none = undefined;\n\nnone.size;\n", /TypeError: .*\(throws-on-load\.mjs:3:/],
  "exits-on-load.ts": ["process.exit(0);\n", /it ended the process that loaded it \(exit status 0\)$/],
  "says-why.ts": [
    "console.log('no DB_URL'); process.exit(3);\n",
    /it ended the process that loaded it \(exit status 3: no DB_URL\)$/,
  ],
  "loads-for-ever.mjs": [
    "await new Promise(() => setInterval(() => {}, 1000));\n",
    /it did not load within 2 s \(see --timeout\)$/,
    ...["--timeout", "2"],
  ],
  "odd-name.ts": [
    "export default { run() {}, name: '\\x1b[2J' };\n",
    /its name is string '\\x1B\[2J'; expected one line/,
  ],
  "hello.txt": ["export default () => 1;\n", /expected a module \(\.ts, \.mts, \.cts, \.js, \.mjs, \.cjs\)$/],
};

const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an unknown option", ["--thread", "2"], /^Unknown option --thread; did you mean --threads\?$/],
  ["an unknown runtime", ["-r", "nodde"], /^Unknown runtime "nodde": did you mean node\?/],
  ["an unknown executor", ["--executor", "pol"], /^Unknown executor "pol"; did you mean pool\?$/],
  [
    "an unknown workload",
    ["-w", "sum-of-square"],
    /^Cannot load workload "sum-of-square": .*did you mean sum-of-squares\?$/,
  ],
  [
    "a workload file that is not there",
    ["-w", "./nowhere.ts"],
    /^Cannot load workload ".\/nowhere.ts": no such file$/,
  ],
  ["names that every object has", ["--executor", "constructor"], /^Unknown executor "constructor"/],
  ["names that every object has, as workload", ["-w", "constructor"], /^Cannot load workload "constructor"/],
  ["a folder as workload", ["-w", fixture("")], /^Cannot load workload .*: not a file$/],
  ["--threads 0", ["--threads", "0"], /^--threads 0 is not/],
  ["--size abc", ["--size", "abc"], /^--size abc is not/],
  [
    "an --out below a file",
    ["--out", join(fixture("counts.ts"), "x")],
    /^Cannot write .*a file or a link that leads nowhere; name another/,
  ],
  ["a --resume of no run", ["--resume", fixture("")], /^Cannot read .*expected the folder of a run/],
];

describe("matrix.mjs, given what is wrong, says so in one line, ends with 2 and does nothing:", () => {
  for (const [what, args, message] of wrong) {
    it(what, async () => {
      const out = newFolder("never");
      const outOption = args.includes("--out") || args.includes("--resume") ? [] : ["--out", out];
      const { exitCode, stdout, stderr } = await matrix(...outOption, ...args);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr.trim(), /\n/);
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.ok(!existsSync(out));
    });
  }

  for (const [file, [text, message, ...args]] of Object.entries(modules)) {
    it(`the workload ${file}`, async () => {
      const path = newFolder(file);
      writeFileSync(path, text);
      const { exitCode, stderr } = await matrix(...args, "--out", newFolder("never"), "-w", path);
      assert.match(stderr, message);
      assert.ok(stderr.startsWith(`Cannot load workload "${path}": `));
      assert.doesNotMatch(stderr.trim(), /\n/);
      assert.equal(exitCode, 2);
      assert.ok(!existsSync(newFolder("never")));
    });
  }

  it("an --out that exists", async () => {
    const out = newFolder("precious");
    mkdirSync(out);
    writeFileSync(join(out, "summary.csv"), "mine");
    const { exitCode, stderr } = await matrix("--out", out);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^Cannot write to .*: it exists; name a new folder, or go on with that run with --resume$/,
    );
    assert.deepEqual(readdirSync(out), ["summary.csv"]);
  });
});

describe("matrix.mjs", () => {
  it("--help shows the options and examples, --version the version", async () => {
    const help = await matrix("--help");
    assert.equal(help.exitCode, 0);
    assert.match(help.stdout, /Examples:\n {2}npx zx scripts\/matrix\.mjs/);
    assert.match((await matrix("--version")).stdout, /^\d+\.\d+\.\d+$/);
  });

  it("--list shows each cell and an estimate, and runs nothing", async () => {
    const out = newFolder("listed");
    const { exitCode, stdout } = await matrix(
      "--list",
      "--out",
      out,
      "-r",
      "node",
      "-w",
      "sum-of-squares",
      "--threads",
      "1,2,4",
      "--rounds",
      "4",
    );
    assert.equal(exitCode, 0);
    assert.match(stdout, /^sum-of-squares\/node@[\d.]+\/pool-4\/10x5000000$/m);
    assert.match(
      stdout,
      /^4 cells in 1 group, 3 comparisons; 4 bouts of each, 16 processes, about \d+ s \(at most \d+ min, if all of them hang\); seed \d+$/m,
    );
    assert.ok(!existsSync(out));
  });
});
