import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { type Ended, fixture, matrix, newFolder, type Row, rows } from "../../fixtures/matrix-runs.ts";
import { assertClose, recompute, wayOf } from "../../fixtures/recomputed.ts";

describe("matrix.mjs --budget", () => {
  const out = newFolder("budget");
  let ended: Ended;
  let samples: Row[] = [];
  let comparisons: Row[] = [];

  before(async () => {
    const small = ["-w", `sum-of-squares,${fixture("counts.ts")}`, "--tasks", "2", "--size", "20000"];
    ended = await matrix(
      ...["-r", "node,bun", "--executor", "inline,pool", "--threads", "2", "--quick", "--seed", "5"],
      ...["--budget", "90s", "--out", out, ...small],
    );
    samples = rows(out, "samples.csv");
    comparisons = rows(out, "comparisons.csv");
  });

  it("ends with 0, and records the budget", () => {
    assert.equal(ended.exitCode, 0, ended.stderr);
    const { settings } = JSON.parse(readFileSync(join(out, "environment.json"), "utf8"));
    assert.deepEqual(settings.extent, { kind: "budget", budgetMs: 90_000, overtime: 0 });
  });

  it("has fresh processes that met in bouts: one of a cell in each, numbered within workload and size", () => {
    const processes = rows(out, "processes.csv");
    for (const own of Map.groupBy(processes, ({ cell }) => cell).values()) {
      const bouts = own.map(({ round }) => Number(round));
      assert.equal(bouts[0], 1);
      // One that is decided may be left out of some, until a figure beside its time asks for it.
      assert.deepEqual(
        bouts,
        [...new Set(bouts)].sort((a, b) => a - b),
      );
    }
    for (const { process, round, cell } of samples) {
      const row = processes.find((each) => each.process === process);
      assert.deepEqual([row?.round, row?.cell], [round, cell]);
    }
    assert.deepEqual(new Set(samples.map(({ phase }) => phase)), new Set(["cold", "warm"]));
  });

  it("compares each two runtimes, and each executor with inline", () => {
    const shown = comparisons
      .filter(({ metric }) => metric === "wall_ms")
      .map(({ question, cell = "", baseline = "" }) =>
        [question, cell, baseline].join(" ").replaceAll(/@[\d.]+|\/2x20000/g, ""),
      );
    assert.deepEqual(shown.sort(), [
      "executor sum-of-squares/bun/pool-2 sum-of-squares/bun/inline-1",
      "executor sum-of-squares/node/pool-2 sum-of-squares/node/inline-1",
      "runtime counts/bun/inline-1 counts/node/inline-1",
      "runtime sum-of-squares/bun/inline-1 sum-of-squares/node/inline-1",
      "runtime sum-of-squares/bun/pool-2 sum-of-squares/node/pool-2",
    ]);
  });

  it("has ratios, intervals, bouts and noise floors that follow from samples.csv alone", () => {
    assert.ok(comparisons.some(({ metric }) => metric === "steps_n"));
    assert.ok(comparisons.some(({ ci_low }) => ci_low !== ""));
    for (const row of withRatio(comparisons)) {
      const { baseline = "", cell = "", metric = "" } = row;
      const [figure, ...phases] = wayOf(metric);
      const expected = recompute(samples, { baseline, cell }, metric, figure, 0.05, phases);
      assertClose(row, "ratio", expected.ratio);
      assertClose(row, "bouts", expected.pairs);
      assertClose(row, "ci_low", expected.interval?.low);
      assertClose(row, "ci_high", expected.interval?.high);
      assertClose(row, "noise_floor", expected.noiseFloor);
      assert.equal(row.confidence, expected.interval === undefined ? "" : "0.95");
    }
  });

  it("says slower or faster only where the ratio is, and same only within the threshold", () => {
    const verdicts = new Set(comparisons.map(({ verdict }) => verdict));
    for (const verdict of verdicts)
      assert.match(verdict ?? "", /^(slower|faster|same|inconclusive|unsupported)$/);
    for (const { verdict, better, ratio, ci_low, ci_high, threshold } of withRatio(comparisons)) {
      const worse = better === "lower" ? 1 : -1;
      const [change, low, high] = [ratio, ci_low, ci_high].map((each) => worse * Math.log(Number(each)));
      const least = Math.log1p(Number(threshold)) - 1e-12;
      if (verdict === "slower") assert.ok((change ?? 0) >= least);
      if (verdict === "faster") assert.ok((change ?? 0) <= -least);
      if (verdict === "same") assert.ok(Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0)) <= least + 2e-12);
    }
  });
});

/** Of what is 0, or grows or not, there is none. */
function withRatio(rows: readonly Row[]): Row[] {
  return rows.filter(({ ratio }) => ratio !== "");
}
