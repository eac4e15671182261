import assert from "node:assert/strict";
import process from "node:process";
import { before, describe, it } from "node:test";
import { execa } from "execa";
import { ownFigureNames } from "../../../runners/cell/own-figures.ts";
import { fixture, newFolder, type Row, rows } from "../../fixtures/matrix-runs.ts";
import {
  assertClose,
  lowerQuartileOf,
  recompute,
  slowestQuarterOf,
  wayOf,
} from "../../fixtures/recomputed.ts";

const misrate = 0.01;

describe("upgrade.csv", () => {
  const out = newFolder("recomputed");
  let verdicts: Row[] = [];
  let samples: Row[] = [];
  let sides = { baseline: "", cell: "" };

  before(async () => {
    const check = ["node", "bun", "-w", fixture("differs.ts"), "--budget", "3m", "--out", out];
    await execa(
      process.execPath,
      ["node_modules/zx/build/cli.js", "scripts/upgrade.mjs", ...check, "--tasks", "6"],
      { reject: false },
    );
    verdicts = rows(out, "upgrade.csv");
    samples = rows(out, "samples.csv");
    const cellOf = (runtime: string) =>
      samples.find(({ cell }) => cell?.startsWith(`differs/${runtime}@`))?.cell;
    sides = { baseline: cellOf("node") ?? "", cell: cellOf("bun") ?? "" };
  });

  it("has ratio, interval, pairs, medians and noise floor that follow from samples.csv alone", () => {
    assert.deepEqual(
      verdicts.map(({ metric }) => metric),
      ["wall_ms", "lag_ms", ...ownFigureNames],
    );
    // Of what is 0, or grows or not, there is no ratio.
    const withRatio = verdicts.filter(({ ratio }) => ratio !== "");
    assert.ok(withRatio.some(({ metric }) => metric === "memory_mb"));
    for (const row of withRatio) {
      const metric = row.metric ?? "";
      const [figure, ...phases] = wayOf(metric);
      const { interval, noiseFloor, ...figures } = recompute(samples, sides, metric, figure, misrate, phases);
      for (const [column, value] of Object.entries(figures)) assertClose(row, column, value);
      assertClose(row, "ci_low", interval?.low);
      assertClose(row, "ci_high", interval?.high);
      assertClose(row, "noise_floor", noiseFloor);
      assert.equal(row.confidence, String(1 - misrate));
    }
  });

  it("has ratios of the slowest quarter and of CPU time that do so too", () => {
    const [row] = verdicts;
    assert.ok(row);
    const others = {
      slowest_quarter: recompute(samples, sides, "wall_ms", slowestQuarterOf, misrate),
      cpu: recompute(samples, sides, "cpu_ms", lowerQuartileOf, misrate),
    };
    for (const [name, { ratio, interval }] of Object.entries(others)) {
      assertClose(row, `${name}_ratio`, ratio);
      assertClose(row, `${name}_ci_low`, interval?.low);
      assertClose(row, `${name}_ci_high`, interval?.high);
    }
  });

  it("says the same as comparisons.csv, with the bouts that both releases took part in", () => {
    const compared = rows(out, "comparisons.csv");
    assert.equal(compared.length, verdicts.length);
    const columns = ["metric", "verdict", "ratio", "ci_low", "ci_high", "threshold", "noise_floor", "note"];
    const shown = (of: readonly Row[]) => of.map((row) => columns.map((column) => row[column]));
    assert.deepEqual(shown(compared), shown(verdicts));
    assert.deepEqual(
      compared.map(({ question, baseline, cell, bouts }) => [question, baseline, cell, bouts]),
      verdicts.map(({ pairs, verdict }) => {
        return ["release", sides.baseline, sides.cell, verdict === "unsupported" ? "" : pairs];
      }),
    );
  });

  it("has verdicts that agree with ratio, interval and threshold", () => {
    for (const row of verdicts.filter(({ ratio }) => ratio !== "")) {
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
