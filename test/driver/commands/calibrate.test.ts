import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { execa } from "execa";
import { Rng } from "pragmastat";
import { slowedSubject } from "../../../runners/cell/slowed-subject.ts";
import type { CheckedCell } from "../../../scripts/driver/judge/calibration/checked-cell.ts";
import { estimateErrors } from "../../../scripts/driver/judge/calibration/estimate-error.ts";
import { simulateCheck } from "../../../scripts/driver/judge/calibration/simulate-check.ts";
import { shareInterval } from "../../../scripts/driver/statistics/clopper-pearson.ts";
import { fixture, newFolder, rows } from "../../fixtures/matrix-runs.ts";
import { judging, madeUpComparison, measured, normalNumbers, processes } from "../../fixtures/processes.ts";

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4;

describe("shareInterval", () => {
  it("gives the values of published tables", () => {
    const none = shareInterval(0, 10);
    assert.ok(none.low === 0 && close(none.high, 0.3085));
    const half = shareInterval(5, 10);
    assert.ok(close(half.low, 0.18709) && close(half.high, 0.81291));
    const all = shareInterval(20, 20);
    assert.ok(close(all.low, 0.83157) && all.high === 1);
    assert.ok(close(shareInterval(0, 3000).high, 0.00123));
  });
});

describe("simulateCheck", () => {
  const normal = normalNumbers(1);
  const noise = Array.from({ length: 60 }, () => 0.004 * normal());
  const verdicts = (slowdown: number): string[] => {
    const random = new Rng(5);
    return Array.from(
      { length: 300 },
      () => simulateCheck(madeUpComparison(), noise, slowdown, judging, random).verdict,
    );
  };

  it("raises no alarm where nothing was put in", () => {
    assert.deepEqual(new Set(verdicts(0)), new Set(["same"]));
  });

  it("finds 1 % in a steady cell nearly always", () => {
    const found = verdicts(0.01).filter((verdict) => verdict === "slower").length;
    assert.ok(found > 270, `${found} of 300`);
  });
});

describe("estimateErrors", () => {
  const comparison = madeUpComparison();
  const checked = (slowdown: number, ratios: readonly number[]): CheckedCell => ({
    comparison: { ...comparison, cell: { ...comparison.cell, slowdown } },
    kind: "made-up",
    processes: processes(ratios.map((ratio) => [measured(100), measured(100 * ratio)])),
    row: undefined,
  });

  it("says by how much the pairs of all checks are off together, less what was put in", () => {
    const ratios = Array.from({ length: 10 }, () => 1.004);
    const slower = ratios.map((ratio) => 1.05 * ratio);
    const [row, ...others] = estimateErrors([checked(0, ratios), checked(0.05, slower)]);
    assert.equal(others.length, 0);
    assert.equal(row?.pairs, 20);
    for (const value of [row.error, row.interval?.low, row.interval?.high])
      assert.ok(value !== undefined && Math.abs(value - 0.004) < 1e-9);
  });

  it("gives no interval where there are too few pairs for one, and nothing without any", () => {
    const [row] = estimateErrors([checked(0, [1, 1.01])]);
    assert.equal(row?.interval, undefined);
    assert.deepEqual(estimateErrors([checked(0, [])]), []);
  });
});

describe("slowedSubject", () => {
  it("takes its share longer, and changes nothing else", async () => {
    const subject = {
      run() {
        for (const end = performance.now() + 20; performance.now() < end; );
        return "result";
      },
      prepare() {},
      verify() {},
      takeMetrics: () => ({ lag_ms: { value: 1, better: "lower" as const } }),
    };
    const slowed = slowedSubject(subject, 0.5);
    const start = performance.now();
    assert.equal(await slowed.run(), "result");
    assert.ok(performance.now() - start >= 30);
    assert.deepEqual(slowed.takeMetrics(), subject.takeMetrics());
  });
});

describe("calibrate.mjs", () => {
  it("checks a runtime against itself and against known slowdowns, and says how often it was right", async () => {
    const out = newFolder("calibration");
    const { exitCode, stdout } = await execa(
      process.execPath,
      ["node_modules/zx/build/cli.js", "scripts/calibrate.mjs", "-w", fixture("differs.ts")].concat([
        "--budget",
        "75s",
        "--repeats",
        "1",
        "--simulations",
        "100",
        "--out",
        out,
      ]),
      { reject: false },
    );
    assert.equal(exitCode, 0);
    const measured = rows(out, "calibration.csv").filter(({ how }) => how === "measured");
    assert.deepEqual(
      [...new Set(measured.map(({ slowdown }) => slowdown))],
      ["0", "0.01", "0.02", "0.03", "0.05", "0.1"],
    );
    assert.match(stdout, /\+10 %/);
    assert.match(stdout, /ratio is off by/);
    const estimates = rows(out, "estimates.csv");
    assert.deepEqual(
      estimates.map(({ cell, pairs }) => [cell, Number(pairs) > 0]),
      [[measured.find(({ slowdown }) => slowdown === "0")?.cell, true]],
    );
    const checks = rows(out, "comparisons.csv").filter(({ metric }) => metric === "wall_ms");
    assert.deepEqual(
      checks.map(({ baseline, cell }) => [baseline?.split("/").at(-1), cell?.split("/").at(-1)]),
      ["nothing-1", ...[1, 2, 3, 5, 10].map((share) => `slower-by-${share}-percent`)].map((variant) => [
        variant,
        `${variant}-twin`,
      ]),
    );
    const sides = checks.flatMap(({ baseline, cell }) => [baseline, cell]);
    assert.deepEqual(new Set(rows(out, "samples.csv").map(({ cell }) => cell)), new Set(sides));
  });
});
