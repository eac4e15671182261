import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { execa } from "execa";
import { newFolder, rows } from "../../fixtures/matrix-runs.ts";

const probes = "test/fixtures/probes/";

function capabilities(...args: string[]) {
  return execa(process.execPath, ["node_modules/zx/build/cli.js", "scripts/capabilities.mjs", ...args], {
    reject: false,
  });
}

/** What each of the made-up probes comes to, under every runtime. */
const expected: Readonly<Record<string, readonly [answer: string, instead: RegExp]>> = {
  "holds-nothing-back": ["yes", /^$/],
  "expects-something-wrong": ["no", /^one and one is 2, not 3$/],
  "waits-in-vain": ["no", /^nothing more within 1.5 s; it waited for something that never comes$/],
  "ends-early": ["no", /^the process ended \(exit status 0\)$/],
  "exits-with-3": ["no", /^the process ended \(exit status 3\): RangeError: this is why$/],
  aborts: ["crashes", /^killed by SIGABRT: an error before the end$/],
  loops: ["hangs", /^nothing goes on; killed after 6 s$/],
  "burns-a-thread": ["hangs", /^the process does not end; killed after 6 s$/],
};

describe("capabilities.mjs", () => {
  it("tells a yes, a no, a crash and a hang apart, and leaves no process behind", {
    timeout: 120_000,
  }, async () => {
    const out = newFolder("capabilities");
    const files = Object.keys(expected).map((name) => `${probes}${name}.mjs`);
    const { exitCode, stderr, stdout } = await capabilities(
      ...["--probe", files.join(","), "--repeats", "1", "--timeout", "6", "--out", out],
    );
    assert.equal(exitCode, 0, stderr);
    const answers = rows(out, "capabilities.csv");
    assert.equal(answers.length, 3 * files.length);
    for (const { release, probe = "", answer, instead = "" } of answers) {
      const [kind, text] = expected[probe] ?? [];
      assert.equal(answer, kind, `${release} ${probe}: ${instead}`);
      assert.match(instead, text ?? /never/, `${release} ${probe}`);
    }
    assert.match(stdout, /^node@\S+ can do 1 of 8 things \(4 no, 1 crashes, 2 hangs\)\.$/m);
    for (const file of ["README.md", "index.html", "environment.json"])
      assert.ok(existsSync(join(out, file)), file);
    const readme = readFileSync(join(out, "README.md"), "utf8");
    assert.match(readme, /\| burns-a-thread +\| The process ends beside .*\| hangs +\| hangs +\| hangs +\|/);
    assert.deepEqual(running("burns-a-thread.mjs"), []);
  });

  it("says that an answer varies", { timeout: 60_000 }, async () => {
    const out = newFolder("capabilities-vary");
    const { exitCode, stderr } = await capabilities(
      ...[
        "node",
        "--probe",
        `${probes}changes-its-mind.mjs`,
        "--out",
        out,
        "--json",
        join(out, "../vary.json"),
      ],
    );
    assert.equal(exitCode, 0, stderr);
    const [row] = rows(out, "capabilities.csv");
    assert.deepEqual([row?.answer, row?.times], ["varies", "yes no yes"]);
    const { answers } = JSON.parse(readFileSync(join(out, "../vary.json"), "utf8"));
    assert.equal(answers[0].instead, "no: this is the second time");
  });

  it("answers as the run in results/ has it", { timeout: 120_000 }, async () => {
    const out = newFolder("capabilities-kept");
    const { exitCode, stderr } = await capabilities(
      "--repeats",
      "1",
      "--probe",
      kept.join(","),
      "--out",
      out,
    );
    assert.equal(exitCode, 0, stderr);
    const [folder = ""] = readdirSync("results").filter((name) => name.startsWith("capabilities-"));
    const known = rows(join("results", folder), "capabilities.csv");
    const answers = rows(out, "capabilities.csv");
    assert.equal(answers.length, 3 * kept.length);
    for (const { release, probe, answer, instead } of answers) {
      const before = known.find((row) => row.release === release && row.probe === probe)?.answer;
      assert.notEqual(
        before,
        undefined,
        `results/${folder} does not have ${release}: ask the pinned releases again`,
      );
      assert.equal(answer, before, `${release} ${probe}: ${instead}`);
    }
  });

  it("is interrupted with what is known on disk, goes on with the rest, and leaves no process behind", {
    timeout: 60_000,
  }, async () => {
    const out = newFolder("capabilities-resumed");
    const files = ["holds-nothing-back", "loops"].map((name) => `${probes}${name}.mjs`).join(",");
    const run = capabilities("node", "--probe", files, "--timeout", "600", "--repeats", "1", "--out", out);
    await until(
      () => existsSync(join(out, "capabilities.csv")) && rows(out, "capabilities.csv").length === 1,
    );
    run.kill("SIGINT");
    const { exitCode, stderr } = await run;
    assert.equal(exitCode, 130, stderr);
    assert.match(stderr, /go on with --resume/);
    assert.deepEqual(running("loops.mjs"), []);
    const environment = readFileSync(join(out, "environment.json"), "utf8");
    assert.equal(JSON.parse(environment).finished, undefined);
    assert.match(readFileSync(join(out, "README.md"), "utf8"), /not finished/);
    const [first] = rows(out, "capabilities.csv");
    const resumed = capabilities("--resume", out);
    await until(() => running("loops.mjs").length === 1);
    resumed.kill("SIGINT");
    assert.equal((await resumed).exitCode, 130);
    assert.deepEqual(rows(out, "capabilities.csv"), [first]);
  });

  for (const [args, message] of [
    [["nodde"], /^Unknown runtime "nodde"/],
    [["node@26..deno@2"], /^Cannot take node@26\.\.deno@2 for a range/],
    [["node..node@26"], /^Cannot take node\.\.node@26 for a range/],
    [["python"], /^Cannot ask python/],
    [["--probe", "web-blob-uri"], /^Unknown probe web-blob-uri; did you mean web-blob-url\?$/],
    [["--probe", `${probes}says-nothing.mjs`], /says-nothing\.mjs does not say what should happen/],
    [["--probe", "./nowhere.mjs"], /^There is no file .*nowhere\.mjs$/],
    [["--cache-limit", "2"], /^--cache-limit 2 is not a size such as 500MB or 2GB$/],
    [["--repeats", "0"], /^--repeats 0 is not a whole number from 1 to 100$/],
    [["--out", "results"], /^Cannot write to "results": it exists/],
    [["--resume", "results"], /^Cannot read "results\/environment\.json"/],
  ] as const) {
    it(`says what is wrong with ${args.join(" ")}, and runs nothing`, async () => {
      const { exitCode, stderr } = await capabilities(...args);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.split("\n").length, 1, stderr);
    });
  }
});

/** Probes whose answers differ between the runtimes, or in which a thread goes on. */
const kept = [
  ...["web-module-worker", "web-classic-worker", "node-resource-limits", "node-exec-argv"],
  ...[
    "transfer-readable-stream",
    "port-on-typed-array",
    "proxy-is-refused",
    "clone-error-cause",
    "wait-async-holds",
  ],
  ...["web-error-spares-main", "web-error-value", "node-terminate-busy", "web-terminate-wasm", "web-unref"],
];

/** The processes that run a file. */
function running(file: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandLine(pid).includes(`run-probe.mjs`) && commandLine(pid).includes(file));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
