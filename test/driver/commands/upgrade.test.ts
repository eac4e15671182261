import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { execa } from "execa";
import { fixture, newFolder, type Row, rows, untilMeasured } from "../../fixtures/matrix-runs.ts";

const differs = fixture("differs.ts");

/** A check from Node, on which the workload is right, to Bun, on which it does what `deed` says, or back. */
async function check(name: string, deed: number, ...args: string[]) {
  const out = newFolder(name);
  const json = newFolder(`${name}.json`);
  const summary = newFolder(`${name}.md`);
  const { exitCode, stdout, stderr } = await upgrade(
    { GITHUB_STEP_SUMMARY: summary },
    ...(args.length > 0 ? args : ["node", "bun"]),
    ...[
      "-w",
      differs,
      "--tasks",
      String(deed),
      "--out",
      out,
      "--json",
      json,
      "--budget",
      // "Same" takes more bouts to show than a change that is large.
      args.length > 0 && args[0] === args[1] ? "3m" : "90s",
      "--timeout",
      "6",
    ],
  );
  return { out, json, summary, exitCode, stdout, stderr, verdicts: rows(out, "upgrade.csv") };
}

function upgrade(env: Record<string, string>, ...args: string[]) {
  return execa(process.execPath, ["node_modules/zx/build/cli.js", "scripts/upgrade.mjs", ...args], {
    reject: false,
    env,
  });
}

function verdictOf(verdicts: readonly Row[], metric = "wall_ms"): Row {
  const row = verdicts.find((each) => each.metric === metric);
  assert.ok(row, `no row for ${metric}`);
  return row;
}

describe("upgrade.mjs", () => {
  it("finds what became slower, and exits 1", async () => {
    const { out, json, summary, exitCode, verdicts, stdout } = await check("slower", 2);
    assert.equal(exitCode, 1);
    const row = verdictOf(verdicts);
    assert.equal(row.verdict, "slower");
    assert.ok(Number(row.ratio) > 1.3 && Number(row.ratio) < 1.7);
    assert.ok(Number(row.ci_low) > 1 && Number(row.ci_low) <= Number(row.ratio));
    assert.ok(Number(row.pairs) >= 8);
    const { exit_status, rows: jsonRows } = JSON.parse(readFileSync(json, "utf8"));
    assert.equal(exit_status, 1);
    assert.equal(jsonRows[0].verdict, "slower");
    for (const text of [
      stdout,
      readFileSync(summary, "utf8"),
      readFileSync(join(out, "upgrade.md"), "utf8"),
    ]) {
      assert.match(text, /1 slower/);
      assert.match(text, /Two different runtimes/);
    }
  });

  it("says same for the same release twice, and exits 0", async () => {
    const { exitCode, verdicts, stdout } = await check("same", 2, "node", "node");
    assert.deepEqual([exitCode, verdictOf(verdicts).verdict], [0, "same"]);
    assert.match(stdout, /same binary on both sides/);
  });

  it("says broke, with the message, and exits 1", async () => {
    const { exitCode, verdicts } = await check("broke", 1);
    assert.equal(exitCode, 1);
    const row = verdictOf(verdicts);
    assert.equal(row.verdict, "broke");
    assert.match(row.note ?? "", /RangeError: thrown on Bun/);
    assert.equal(row.ratio, "");
  });

  it("takes a wrong result, an exit and a hang for what they are", async () => {
    const [wrong, exits, hangs] = [await check("wrong", 4), await check("exits", 5), await check("hangs", 3)];
    for (const { exitCode, verdicts } of [wrong, exits, hangs]) {
      assert.deepEqual([exitCode, verdictOf(verdicts).verdict], [1, "broke"]);
    }
    assert.match(verdictOf(wrong.verdicts).note ?? "", /the result is 0/);
    assert.match(verdictOf(exits.verdicts).note ?? "", /exit status 7/);
    assert.match(verdictOf(hangs.verdicts).note ?? "", /not done after/);
  });

  it("says fixed for what fails on the old side only, and exits 0", async () => {
    const { exitCode, verdicts } = await check("fixed", 1, "bun", "node");
    assert.deepEqual([exitCode, verdictOf(verdicts).verdict], [0, "fixed"]);
  });

  it("compares the figures of metric() like time", async () => {
    const { exitCode, verdicts } = await check("metric", 6);
    assert.equal(verdictOf(verdicts, "lag_ms").verdict, "slower");
    assert.equal(exitCode, 1);
  });

  it("says leaks for what leaks under the new release only, and exits 1", async () => {
    const out = newFolder("leaks");
    const args = ["-w", fixture("keeps-memory.ts"), "--tasks", "5", "--executor", "inline"];
    const { exitCode, stdout } = await upgrade({}, "node", "bun", ...args, "--out", out, "--budget", "90s");
    assert.equal(exitCode, 1);
    const row = verdictOf(rows(out, "upgrade.csv"), "memory_growth_kb");
    assert.equal(row.verdict, "leaks");
    assert.ok(Number(row.new) > 7 && Number(row.new) < 12 && Number(row.old) < 2, JSON.stringify(row));
    assert.match(stdout, /new leaks: after each run, \d+\.\d KiB more stay in memory/);
  });

  it("refuses wrong arguments with one line and status 2", async () => {
    const wrong: [string[], RegExp][] = [
      [["node"], /Expected two releases/],
      [["node", "bun", "deno"], /Expected two releases/],
      [["node", "python"], /python is a reference|expected node, deno or bun/],
      [["node", "bun", "--threshold", "3"], /--threshold 3 is not a change such as 3%/],
      [["node", "bun", "--budget", "soon"], /--budget soon is not a time/],
      [["node", "bun", "--executor", "poool"], /did you mean pool/],
      [["node", "bun", "--treshold", "3%"], /did you mean --threshold/],
      [["node", "nodee@3"], /nodee/],
      [
        ["node", "bun", "-w", differs, "--json", "no/such/folder/x.json"],
        /--json: Cannot write no\/such\/folder/,
      ],
    ];
    for (const [args, message] of wrong) {
      const { exitCode, stderr } = await upgrade({}, ...args);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1);
    }
  });

  it("keeps what was measured when it is killed, and goes on from there with --resume", async () => {
    const out = newFolder("killed-upgrade");
    const running = upgrade({}, "node", "bun", "-w", differs, "--out", out, "--budget", "3m");
    await untilMeasured(out, 4);
    running.kill("SIGKILL");
    await running;
    const kept = rows(out, "samples.csv");
    assert.ok(kept.length > 0);
    const summary = join(out, "no", "such", "folder.md");
    const { exitCode, stdout } = await upgrade({ GITHUB_STEP_SUMMARY: summary }, "--resume", out);
    assert.equal(exitCode, 1);
    assert.match(stdout, /GITHUB_STEP_SUMMARY: Cannot write .*; the verdicts stand/);
    const processes = new Set(rows(out, "processes.csv").map(({ process }) => process));
    const samples = rows(out, "samples.csv").filter((row) => processes.has(row.process));
    assert.deepEqual(
      samples.slice(0, kept.length).map(({ wall_ms }) => wall_ms),
      kept.map(({ wall_ms }) => wall_ms),
    );
    assert.equal(verdictOf(rows(out, "upgrade.csv")).verdict, "slower");
  });

  it("refuses to go on where a release is another one than before", async () => {
    const out = newFolder("other-release");
    await upgrade({}, "node", "node", "-w", differs, "--out", out, "--budget", "1s");
    const file = join(out, "environment.json");
    const before = readFileSync(file, "utf8");
    const changed = before.replace(/"version": "26\.\d+\.\d+"/, '"version": "26.0.0"');
    assert.notEqual(changed, before);
    writeFileSync(file, changed);
    const { exitCode, stderr } = await upgrade({}, "--resume", out);
    assert.equal(exitCode, 2);
    assert.match(stderr, /node was 26\.0\.0 then, and is 26\.\d+\.\d+ now/);
  });

  it("says broke where the workload's module loads under the old release only", async () => {
    const out = newFolder("unloadable");
    const workload = fixture("loads-on-node.ts");
    const { exitCode } = await upgrade({}, "node", "bun", "-w", workload, "--out", out, "--budget", "1m");
    const row = verdictOf(rows(out, "upgrade.csv"));
    assert.deepEqual([exitCode, row.verdict], [1, "broke"]);
    assert.match(row.note ?? "", /no such API in this release/);
  });

  it("ends at Ctrl-C with 130 and the verdicts until then", async () => {
    const out = newFolder("interrupted-upgrade");
    const running = upgrade({}, "node", "bun", "-w", differs, "--out", out, "--budget", "3m");
    await untilMeasured(out, 3);
    running.kill("SIGINT");
    const { exitCode, stderr } = await running;
    assert.equal(exitCode, 130);
    assert.match(stderr, /--resume/);
    assert.ok(rows(out, "upgrade.csv").length > 0);
  });
});
