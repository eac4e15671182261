import { ownFigures } from "../../../runners/cell/own-figures.ts";
import { type Side, sides } from "../bouts/plan.ts";
import type { MeasuredProcess } from "../bouts/process-record.ts";
import { median } from "../statistics/median.ts";
import { type Design, examine, type Finding } from "../statistics/sequential-test.ts";
import { SignedRank } from "../statistics/signed-rank.ts";
import { confidenceOf, type Judging } from "./judge-series.ts";
import type { JudgedRow, Leak, NamedComparison } from "./verdict.ts";

/** What is said of how memory grows from run to run. */
export interface JudgedGrowth {
  readonly row: JudgedRow;
  readonly leaking: readonly Side[];
  /** Whether the two sides were found to differ. */
  readonly isApart: boolean;
  /** How many more pairs it takes until what looks like a leak is looked at again. */
  readonly untilNextLook: readonly number[];
}

/** KiB by which memory grows with each run, at least, where something leaks: the first hundreds of runs leave up to 4 of an engine's own with each. */
export const leastLeakKb = 5;

/** KiB by which the memory of a process grew with each run; `undefined` where that is not known. */
export function growthOf({ result }: MeasuredProcess): number | undefined {
  return result.samples.at(-1)?.metrics.memory_growth_kb?.value;
}

/**
 * Judges the growth of memory, a value for each process of the pairs. A side leaks when that is found to be above `leastLeakKb`, at the level of
 * all figures beside the time; whether one side leaks more than the other follows from their differences.
 */
export function judgeGrowth(
  comparison: NamedComparison,
  pairs: readonly Readonly<Record<Side, number>>[],
  { design, isOver }: Judging,
): JudgedGrowth | undefined {
  if (pairs.length === 0) return undefined;
  const growths = { baseline: pairs.map((each) => each.baseline), cell: pairs.map((each) => each.cell) };
  const tests = sides.map((side) => ({ side, ...leakTest(comparison, growths[side], design, isOver) }));
  const leaking = tests.filter(({ isLeak }) => isLeak).map(({ side }) => side);
  const differences = pairs.map(({ baseline, cell }) => cell - baseline);
  const step = { low: -leastLeakKb, high: leastLeakKb };
  const difference = examine(differences, step, design, isOver);
  const direction = difference.kind === "found" ? difference.direction : 0;
  const leak = leakOf(leaking, direction);
  const row: JudgedRow = {
    comparison,
    metric: "memory_growth_kb",
    better: ownFigures.memory_growth_kb.better,
    verdict: verdictOf(
      leak,
      direction,
      tests.every(({ isNone }) => isNone),
    ),
    leak,
    figures: { baseline: median(growths.baseline), cell: median(growths.cell) },
    ...{ ratio: undefined, slowestQuarter: undefined, cpu: undefined, threshold: undefined },
    ...{ noiseFloor: undefined, modes: undefined },
    pairs: pairs.length,
    notes: leaking.map(
      (side) =>
        `${comparison.words[side]} leaks: after each run, ${median(growths[side])?.toFixed(1)} KiB more stay in memory`,
    ),
  };
  const untilNextLook = tests.flatMap(({ untilNextLook }) => untilNextLook);
  return { row, leaking, isApart: direction !== 0, untilNextLook };
}

function leakTest(
  comparison: NamedComparison,
  growths: readonly number[],
  design: Design,
  isOver: boolean,
): { isLeak: boolean; isNone: boolean; untilNextLook: number[] } {
  const above = growths.map((growth) => growth - leastLeakKb);
  const finding: Finding = examine(above, { low: 0, high: 0 }, design, isOver);
  const interval = new SignedRank(above).interval(1 - confidenceOf(comparison));
  const isPromising = interval !== undefined && interval.low > 0 && finding.kind === "searching";
  return {
    isLeak: finding.kind === "found" && finding.direction === 1,
    isNone: interval !== undefined && interval.high < 0,
    untilNextLook: isPromising ? [finding.wants - growths.length] : [],
  };
}

/** Only the cell leaks, or it leaks more than the baseline: that is new. */
function leakOf(leaking: readonly Side[], direction: -1 | 0 | 1): Leak | undefined {
  if (!leaking.includes("cell")) return undefined;
  return direction === 1 ? "more" : "as before";
}

function verdictOf(leak: Leak | undefined, direction: -1 | 0 | 1, isNone: boolean): JudgedRow["verdict"] {
  if (direction === -1) return "faster";
  if (leak !== undefined) return "leaks";
  return isNone ? "same" : "inconclusive";
}
