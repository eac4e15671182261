import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { OwnFigureName } from "../../../runners/cell/own-figures.ts";
import type { ProcessResult } from "../../../scripts/driver/bouts/process-record.ts";
import { besideShare, misrateOf } from "../../../scripts/driver/judge/false-alarms.ts";
import { besideSeries } from "../../../scripts/driver/judge/figures-beside.ts";
import { judgeComparison } from "../../../scripts/driver/judge/judge-comparison.ts";
import { isJudged, isWorse, type VerdictRow } from "../../../scripts/driver/judge/verdict.ts";
import { exitStatus } from "../../../scripts/driver/report/publish-upgrade.ts";
import { designFor } from "../../../scripts/driver/statistics/sequential-test.ts";
import { judging, madeUpComparison, measured, normalNumbers, processes } from "../../fixtures/processes.ts";

type Figures = Partial<Record<OwnFigureName, number>>;

const beside = designFor(misrateOf(besideSeries.length, besideSeries.length, besideShare));

/** A process that took 10 ms a run, with figures that were taken behind its timed samples. */
function observed(figures: Figures): ProcessResult {
  const timed = measured(10);
  assert.ok(timed.status === "ok");
  const metrics = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, { value, better: "lower" as const }]),
  );
  const [sample] = timed.samples;
  assert.ok(sample);
  return { ...timed, samples: [...timed.samples, { ...sample, phase: "observed", metrics }] };
}

/** What is said after so many pairs, each side's figures drawn anew for each. */
function judged(old: () => Figures, own: () => Figures, pairs = 16) {
  const bouts = Array.from({ length: pairs }, () => [observed(old()), observed(own())] as const);
  const comparison = madeUpComparison();
  return judgeComparison(comparison, processes(bouts, comparison), { ...judging, beside });
}

function rowOf(rows: readonly VerdictRow[], metric: OwnFigureName): VerdictRow {
  const row = rows.find((each) => each.metric === metric);
  assert.ok(row, metric);
  return row;
}

/** KiB a run, with the noise that was seen in real processes. */
const growing = (kb: number, seed: number) => {
  const normal = normalNumbers(seed);
  return () => ({ memory_growth_kb: kb + 0.8 * normal() });
};

const steady = growing(0.2, 1);
const leaking = growing(10, 2);

describe("judgeBeside", () => {
  it("says leaks for what leaks on the new side only, which is worse", () => {
    const { rows } = judged(steady, leaking);
    const row = rowOf(rows, "memory_growth_kb");
    assert.equal(row.verdict, "leaks");
    assert.match(row.notes.join(), /^new leaks: after each run, (9|10)\.\d KiB more stay in memory$/);
    assert.deepEqual([isWorse(row), exitStatus(rows)], [true, 1]);
  });

  it("says leaks for what leaks on both sides, which is no worse than before", () => {
    const { rows } = judged(leaking, growing(10, 3));
    const row = rowOf(rows, "memory_growth_kb");
    assert.equal(row.verdict, "leaks");
    assert.match(row.notes.join("; "), /^old leaks.*; new leaks/);
    assert.deepEqual([isWorse(row), exitStatus(rows)], [false, 0]);
  });

  it("says leaks, and worse, where the new side leaks more than the old one", () => {
    assert.ok(isWorse(rowOf(judged(leaking, growing(20, 4)).rows, "memory_growth_kb")));
  });

  it("says faster where a leak has gone, and same where there is none", () => {
    assert.equal(rowOf(judged(leaking, steady).rows, "memory_growth_kb").verdict, "faster");
    assert.equal(rowOf(judged(steady, growing(-0.3, 5)).rows, "memory_growth_kb").verdict, "same");
  });

  it("leaves open whether something leaks while there are few pairs, and asks for more", () => {
    const { rows, need, missing } = judged(steady, leaking, 8);
    assert.equal(rowOf(rows, "memory_growth_kb").verdict, "inconclusive");
    assert.deepEqual([need, missing > 0], ["confirm", true]);
  });

  it("says unsupported, with the reason, for what a side cannot tell", () => {
    const { rows } = judged(
      () => ({ gc_ms: 1 }),
      () => ({}),
    );
    const row = rowOf(rows, "gc_ms");
    assert.equal(row.verdict, "unsupported");
    assert.match(row.notes.join(), /^new cannot tell it: .*GCProfiler/);
    assert.ok(!isWorse(row));
  });

  it("finds what the collector takes more, and takes for the same what does not matter", () => {
    const normal = normalNumbers(6);
    const gc = (ms: number) => () => ({ gc_ms: ms * Math.exp(0.1 * normal()), memory_mb: 10 + ms / 100 });
    const { rows } = judged(gc(1), gc(3));
    const more = rowOf(rows, "gc_ms");
    assert.ok(isJudged(more));
    assert.equal(more.verdict, "slower");
    assert.ok(more.ratio && more.ratio.value > 2.5 && more.ratio.value < 3.5);
    assert.equal(exitStatus(rows), 1);
    // Of runs of 10 ms, three times as much is less than a hundredth.
    const little = judged(gc(0.01), gc(0.03)).rows;
    assert.equal(rowOf(little, "gc_ms").verdict, "same");
    assert.equal(rowOf(little, "memory_mb").verdict, "same");
  });

  it("does not keep a comparison whose time is decided for what does not look like a change", () => {
    const normal = normalNumbers(7);
    const noisy = () => ({
      gc_ms: Math.exp(normal()),
      memory_mb: 50 * Math.exp(normal()),
      memory_growth_kb: 0,
    });
    assert.equal(judged(noisy, noisy, 16).need, "settled");
  });

  it("finds nothing in 500 comparisons of what does not differ", () => {
    const normal = normalNumbers(8);
    const same = () => ({
      ...{ gc_ms: 2 * Math.exp(0.3 * normal()), gc_count: 3 * Math.exp(0.2 * normal()) },
      ...{ memory_mb: 50 * Math.exp(0.1 * normal()), memory_growth_kb: 2 * normal() },
      loop_delay_p99_ms: 20 * Math.exp(0.5 * normal()),
    });
    const found = Array.from({ length: 500 }, () => judged(same, same, 16).found.length);
    assert.equal(
      found.reduce((sum, each) => sum + each, 0),
      0,
    );
  });
});
