import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { execa } from "execa";
import { RankSum } from "../../../scripts/driver/statistics/rank-sum.ts";
import { newFolder, type Row, rows } from "../../fixtures/matrix-runs.ts";
import { normalNumbers } from "../../fixtures/processes.ts";

/** The test's probability, worked out by going through all ways to choose the first sample. */
function byAllChoices(first: readonly number[], second: readonly number[]): number {
  const all = [...first, ...second];
  const wins = (chosen: readonly boolean[]): number =>
    all.flatMap((a, i) => all.filter((b, j) => chosen[i] && !chosen[j] && b < a)).length;
  const middle = (first.length * second.length) / 2;
  const seen = Math.abs(wins(all.map((_, index) => index < first.length)) - middle);
  let [choices, asUneven] = [0, 0];
  for (let bits = 0; bits < 2 ** all.length; bits++) {
    const chosen = all.map((_, index) => (bits & (1 << index)) !== 0);
    if (chosen.filter(Boolean).length !== first.length) continue;
    choices += 1;
    if (Math.abs(wins(chosen) - middle) >= seen) asUneven += 1;
  }
  return asUneven / choices;
}

describe("RankSum", () => {
  it("gives the p that going through all choices gives", () => {
    const normal = normalNumbers(1);
    for (const [first, second] of [
      [1, 1],
      [2, 5],
      [4, 4],
      [6, 5],
    ] as const) {
      const a = Array.from({ length: first }, normal);
      const b = Array.from({ length: second }, () => normal() + 1);
      assert.ok(Math.abs(new RankSum(a, b).p - byAllChoices(a, b)) < 1e-12);
    }
  });

  it("has an interval without 0 exactly when p is at most the misrate", () => {
    const normal = normalNumbers(2);
    for (let trial = 0; trial < 200; trial++) {
      const ranks = new RankSum(
        Array.from({ length: 9 }, normal),
        Array.from({ length: 8 }, () => normal() + 1),
      );
      const interval = ranks.interval(0.05);
      assert.ok(interval);
      assert.equal(interval.low > 0 || interval.high < 0, ranks.p <= 0.05);
    }
  });
});

/**
 * Writes the files of a run of the matrix in which each process took about `ms`; `slowRuns` times as long in one run of
 * eight, and `slowProcesses` times as long in every third process.
 */
function madeUpRun(
  name: string,
  ms: number,
  {
    machine = "m1",
    processes = 12,
    label = "node@26.10.0",
    failure = "",
    status = "ok",
    slowRuns = 1,
    slowProcesses = 1,
  } = {},
): string {
  const folder = newFolder(name);
  mkdirSync(folder);
  const normal = normalNumbers(ms);
  const cell = `made-up/${label}/pool-2/4x100`;
  const environment = { run: name, commandLine: [], machine: { id: machine, cpu: "made up" }, runtimes: [] };
  const samples = Array.from({ length: processes }, (_, process) =>
    ["cold", ...Array.from({ length: 8 }, () => "warm")].map((phase, sample) => {
      const slow = (sample === 3 ? slowRuns : 1) * (process % 3 === 0 ? slowProcesses : 1);
      const wall = ms * slow * (phase === "cold" ? 5 : Math.exp(0.003 * normal()));
      return `${name},${cell},${process},${process},${phase},${sample},${wall}`;
    }),
  );
  writeFileSync(join(folder, "environment.json"), JSON.stringify(environment));
  writeFileSync(
    join(folder, "samples.csv"),
    `run,cell,round,process,phase,sample,wall_ms\n${samples.flat().join("\n")}\n`,
  );
  writeFileSync(join(folder, "summary.csv"), `run,cell,status,error\n${name},${cell},${status},${failure}\n`);
  return folder;
}

let compared = 0;

async function compare(...args: string[]) {
  compared += 1;
  const csv = newFolder(`compared-${compared}.csv`);
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    ["node_modules/zx/build/cli.js", "scripts/compare.mjs", ...args, "--csv", csv],
    { reject: false },
  );
  const verdicts: Row[] = rows(dirname(csv), basename(csv));
  return { exitCode, stdout, stderr, verdicts };
}

describe("compare.mjs", () => {
  it("tells slower, faster and same, with the ratio, and exits as upgrade.mjs does", async () => {
    const [base, slow, same] = [madeUpRun("base", 100), madeUpRun("slow", 104), madeUpRun("same", 100.01)];
    const slower = await compare(base, slow);
    assert.deepEqual([slower.exitCode, slower.verdicts[0]?.verdict], [1, "slower"]);
    assert.ok(Math.abs(Number(slower.verdicts[0]?.ratio) - 1.04) < 0.005);
    assert.equal(slower.verdicts[0]?.cell, "made-up/node@26.10.0/pool-2/4x100");
    assert.deepEqual((await compare(slow, base)).verdicts[0]?.verdict, "faster");
    const equal = await compare(base, same);
    assert.deepEqual([equal.exitCode, equal.verdicts[0]?.verdict], [0, "same"]);
  });

  it("decides nothing from too few processes, says so, and exits 3", async () => {
    const [base, slow] = [
      madeUpRun("few", 100, { processes: 4 }),
      madeUpRun("few-slow", 104, { processes: 4 }),
    ];
    const { exitCode, verdicts, stdout } = await compare(base, slow);
    assert.deepEqual([exitCode, verdicts[0]?.verdict], [3, "inconclusive"]);
    assert.match(stdout, /4 and 4 processes are too few/);
  });

  it("finds what cannot be overlooked from five processes, though their ranks could not show it", async () => {
    const [base, slow] = [
      madeUpRun("five", 100, { processes: 5 }),
      madeUpRun("five-slow", 120, { processes: 5 }),
    ];
    const { exitCode, verdicts } = await compare(base, slow);
    assert.deepEqual([exitCode, verdicts[0]?.verdict], [1, "slower"]);
  });

  it("writes only the JSON to standard output with --json -, and the rest to standard error", async () => {
    const [base, same] = [madeUpRun("printed", 100), madeUpRun("printed-too", 100)];
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [resolve("scripts/compare.mjs"), base, same, "--json", "-"],
      { cwd: base, reject: false },
    );
    assert.equal(exitCode, 0);
    assert.equal(JSON.parse(stdout).exit_status, 0);
    assert.match(stderr, /verdict/);
    assert.ok(!existsSync(join(base, "-")));
  });

  it("refuses two files that are both standard output", async () => {
    const [base, same] = [madeUpRun("twice", 100), madeUpRun("twice-too", 100)];
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      ["scripts/compare.mjs", base, same, "--json", "-", "--csv", "-"],
      { reject: false },
    );
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr, /^--csv and --json cannot both be/);
  });

  it("writes nothing, prints nothing and exits 2 where a file cannot be written", async () => {
    const [base, same] = [madeUpRun("unwritten", 100), madeUpRun("unwritten-too", 100)];
    const { exitCode, stdout, stderr } = await compare(base, same, "--json", join(base, "none", "x.json"));
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr, /^--json: Cannot write [^\n]+ no such file or directory$/);
  });

  it("notes that only the slowest runs have become slower, and which levels the processes fall into", async () => {
    const [base, slow] = [madeUpRun("even", 100), madeUpRun("uneven", 100.02, { slowRuns: 1.4 })];
    const { exitCode, verdicts } = await compare(base, slow);
    assert.deepEqual([exitCode, verdicts[0]?.verdict], [0, "same"]);
    assert.match(verdicts[0]?.note ?? "", /the slowest quarter of the runs is slower .* the usual time same/);
    const levels = await compare(base, madeUpRun("levels", 100.03, { slowProcesses: 1.3 }));
    assert.match(
      levels.verdicts[0]?.modes ?? "",
      /^old: [\d.]+ ms in 100 %; new: [\d.]+ ms in 67 %, 130 ms in 33 %$/,
    );
  });

  it("matches the one other release of a runtime", async () => {
    const [old, own] = [madeUpRun("v24", 100, { label: "node@24.1.0" }), madeUpRun("v26", 90)];
    const { verdicts } = await compare(old, own);
    assert.deepEqual(
      [verdicts[0]?.cell, verdicts[0]?.verdict],
      ["made-up/node@24.1.0→node@26.10.0/pool-2/4x100", "faster"],
    );
  });

  it("says broke for what failed in the second run only, with the message", async () => {
    const [fine, broken] = [
      madeUpRun("fine", 100),
      madeUpRun("broken", 100, { failure: "RangeError: made up", status: "failed" }),
    ];
    const { exitCode, verdicts } = await compare(fine, broken);
    assert.deepEqual(
      [exitCode, verdicts[0]?.verdict, verdicts[0]?.note],
      [1, "broke", "RangeError: made up"],
    );
  });

  it("says broke for what is not supported any more, and nothing of what never was", async () => {
    const failure = "made up";
    const [fine, without] = [
      madeUpRun("with", 100),
      madeUpRun("without", 100, { failure, status: "unsupported" }),
    ];
    const { exitCode, verdicts } = await compare(fine, without);
    assert.deepEqual(
      [exitCode, verdicts[0]?.verdict, verdicts[0]?.note],
      [1, "broke", "not supported: made up"],
    );
    const never = await compare(without, without);
    assert.deepEqual(
      [never.exitCode, never.stderr.trim().endsWith("have no measured cell in common")],
      [2, true],
      never.stderr,
    );
  });

  it("names the cells that only one of the runs has", async () => {
    const two = madeUpRun("two", 100);
    const other = "made-up/deno@2.9.4/pool-2/4x100";
    appendFileSync(join(two, "summary.csv"), `two,${other},failed,made up\n`);
    const { exitCode, stdout } = await compare(two, madeUpRun("one", 100.04));
    assert.equal(exitCode, 0);
    assert.match(stdout, new RegExp(`Not compared, since only RUN_A has it: ${other}\\.$`));
  });

  it("compares two old releases with the one new release", async () => {
    const two = madeUpRun("v22", 100, { label: "node@22.1.0" });
    const older = madeUpRun("v20", 100, { label: "node@20.1.0" });
    for (const file of ["samples.csv", "summary.csv"]) {
      const [, ...lines] = readFileSync(join(older, file), "utf8").split("\n");
      appendFileSync(join(two, file), lines.join("\n"));
    }
    const { verdicts, stdout } = await compare(two, madeUpRun("v28", 100, { label: "node@28.0.0" }));
    assert.equal(verdicts.length, 2);
    assert.doesNotMatch(stdout, /Not compared/);
  });

  it("refuses runs of different machines, and marks every row when forced", async () => {
    const [here, there] = [madeUpRun("here", 100), madeUpRun("there", 120, { machine: "m2" })];
    const refused = await compare(here, there);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /different machines \(m1, m2/);
    const forced = await compare(here, there, "--force");
    assert.ok(forced.verdicts.every(({ note }) => note?.includes("different machines")));
  });

  it("refuses what is not the folder of a run with status 2", async () => {
    const { exitCode, stderr } = await compare("nowhere", "elsewhere");
    assert.equal(exitCode, 2);
    assert.match(stderr, /Cannot read "nowhere\/environment.json"/);
  });
});
