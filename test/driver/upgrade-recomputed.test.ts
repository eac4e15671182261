import assert from "node:assert/strict";
import process from "node:process";
import { before, describe, it } from "node:test";
import { execa } from "execa";
import { fixture, newFolder, type Row, rows } from "../fixtures/matrix-runs.ts";

// What somebody would write who has the files and the README only, as plainly as it can be written.

const misrate = 0.01;

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? at(sorted, half - 0.5) : (at(sorted, half - 1) + at(sorted, half)) / 2;
}

function lowerQuartileOf(values: readonly number[]): number {
  return at(
    [...values].sort((a, b) => a - b),
    Math.ceil(values.length / 4) - 1,
  );
}

function slowestQuarterOf(values: readonly number[]): number {
  const slowest = [...values].sort((a, b) => b - a).slice(0, Math.ceil(values.length / 4));
  return slowest.reduce((a, b) => a + b) / slowest.length;
}

/** The figure of each process of one side, by round. */
function perRound(samples: readonly Row[], side: string, column: string, figure: typeof medianOf) {
  const own = samples.filter((row) => row.side === side && row.phase === "warm");
  const rounds = Map.groupBy(own, ({ round }) => Number(round));
  return new Map([...rounds].map(([round, all]) => [round, figure(all.map((row) => Number(row[column])))]));
}

/** Ratio with interval (Hodges and Lehmann; Wilcoxon's signed ranks, exact), and what else a row says. */
function recompute(samples: readonly Row[], column: string, figure: typeof medianOf) {
  const [old, own] = ["old", "new"].map((side) => perRound(samples, side, column, figure));
  const common = [...(old ?? [])]
    .filter(([round]) => own?.has(round))
    .filter(([round]) => !isLeftOut(samples, round))
    .sort(([a], [b]) => a - b);
  const olds = common.map(([, value]) => value);
  const news = common.map(([round]) => own?.get(round) ?? Number.NaN);
  const logs = olds.map((value, index) => Math.log(at(news, index)) - Math.log(value));
  const averages = logs.flatMap((a, i) => logs.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b);
  const cut = leftOut(logs.length);
  const steps = logs.slice(1).map((value, index) => Math.abs(value - at(logs, index)));
  return {
    old: medianOf(olds),
    new: medianOf(news),
    pairs: logs.length,
    ratio: Math.exp(medianOf(averages)),
    ci_low: Math.exp(at(averages, cut - 1)),
    ci_high: Math.exp(at(averages, averages.length - cut)),
    noise_floor: (2.576 * 1.4826 * medianOf(steps)) / Math.sqrt(2 * logs.length),
  };
}

/** Whether other programs disturbed one process of a pair over a quarter of a core more than the other. */
function isLeftOut(samples: readonly Row[], round: number): boolean {
  const rounds = Map.groupBy(samples, (row) => Number(row.round));
  const differences = new Map(
    [...rounds].map(([round, all]) => {
      const foreign = (side: string) => Number(all.find((row) => row.side === side)?.foreign_cores);
      return [round, Math.abs(foreign("new") - foreign("old"))];
    }),
  );
  const sorted = [...differences]
    .filter(([other, each]) => other <= round && each >= 0)
    .map(([, each]) => each)
    .sort((a, b) => a - b);
  const half = at(sorted, Math.ceil(sorted.length / 2) - 1);
  return (differences.get(round) ?? 0) > Math.max(0.25, half);
}

/** How many of the averages lie outside of the interval at each end: by counting all signs that n values can have. */
function leftOut(n: number): number {
  let ways = new Map([[0, 1n]]);
  for (let rank = 1; rank <= n; rank++) {
    const next = new Map(ways);
    for (const [sum, count] of ways) next.set(sum + rank, (next.get(sum + rank) ?? 0n) + count);
    ways = next;
  }
  let cut = 0;
  for (let tail = ways.get(0) ?? 0n; Number(2n * tail) / 2 ** n <= misrate; tail += ways.get(cut) ?? 0n)
    cut += 1;
  return cut;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  assert.ok(value !== undefined);
  return value;
}

describe("upgrade.csv", () => {
  const out = newFolder("recomputed");
  let verdicts: Row[] = [];
  let samples: Row[] = [];

  before(async () => {
    const check = ["node", "bun", "-w", fixture("differs.ts"), "--budget", "3m", "--out", out];
    await execa(
      process.execPath,
      ["node_modules/zx/build/cli.js", "scripts/upgrade.mjs", ...check, "--tasks", "6"],
      { reject: false },
    );
    verdicts = rows(out, "upgrade.csv");
    samples = rows(out, "samples.csv");
  });

  it("has ratio, interval, pairs, medians and noise floor that follow from samples.csv alone", () => {
    assert.deepEqual(
      verdicts.map(({ metric }) => metric),
      ["wall_ms", "lag_ms"],
    );
    for (const row of verdicts) {
      const own = samples.filter(({ cell }) => cell === row.cell);
      const figures = Object.entries(
        recompute(own, row.metric ?? "", row.metric === "wall_ms" ? lowerQuartileOf : medianOf),
      );
      for (const [column, value] of figures) isClose(row, column, value);
      assert.equal(row.confidence, String(1 - misrate));
    }
  });

  it("has ratios of the slowest quarter and of CPU time that do so too", () => {
    const [row] = verdicts;
    assert.ok(row);
    const own = samples.filter(({ cell }) => cell === row.cell);
    const slowest = recompute(own, "wall_ms", slowestQuarterOf);
    const cpu = recompute(own, "cpu_ms", lowerQuartileOf);
    for (const column of ["ratio", "ci_low", "ci_high"] as const) {
      isClose(row, `slowest_quarter_${column}`, slowest[column]);
      isClose(row, `cpu_${column}`, cpu[column]);
    }
  });

  it("has verdicts that agree with ratio, interval and threshold", () => {
    for (const row of verdicts) {
      const [worse, threshold] = [row.better === "lower" ? 1 : -1, Math.log1p(Number(row.threshold))];
      // The usual time decides, or else the slowest quarter.
      const figures = ["", "slowest_quarter_"].map((prefix) =>
        ["ratio", "ci_low", "ci_high"].map((column) =>
          Math.log(Number(row[`${prefix}${column}`] || Number.NaN)),
        ),
      );
      const [, low = Number.NaN, high = Number.NaN] = figures[0] ?? [];
      const moved = (direction: number): boolean =>
        figures.some(
          ([ratio = 0, low = 0, high = 0]) => ratio * direction * worse >= threshold && low * high > 0,
        );
      if (row.verdict === "slower") assert.ok(moved(1));
      if (row.verdict === "faster") assert.ok(moved(-1));
      if (row.verdict === "same") assert.ok(low >= -threshold && high <= threshold);
    }
    assert.ok(verdicts.some(({ verdict }) => verdict === "slower"));
  });
});

function isClose(row: Row, column: string, value: number): void {
  const written = Number(row[column]);
  assert.ok(
    Math.abs(written - value) <= 1e-9 * Math.abs(value),
    `${row.cell} ${row.metric} ${column}: ${written} in upgrade.csv, ${value} from samples.csv`,
  );
}
