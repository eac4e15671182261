import { median } from "../statistics/median.ts";
import { noiseOfPairs } from "../statistics/noise-floor.ts";
import { type Design, examine, type Finding } from "../statistics/sequential-test.ts";
import { SignedRank } from "../statistics/signed-rank.ts";
import { estimateOf } from "./estimate-of.ts";
import { onOneMachine, withMachines } from "./machines.ts";
import { modesOfSides } from "./modes.ts";
import type { Series } from "./series.ts";
import {
  changeFor,
  effectsOfChange,
  finestChange,
  isSameWithin,
  relevantChange,
  type Threshold,
} from "./threshold.ts";
import type { JudgedRow, NamedComparison } from "./verdict.ts";

/** How the comparisons of a run are judged. */
export interface Judging {
  readonly design: Design;
  readonly threshold: Threshold;
  /** The looks at the figures beside the time, which share a probability of their own. */
  readonly beside?: Design;
  /** Whether no more bouts are to come. */
  readonly isOver: boolean;
}

/** A series with what is found in it. */
export interface JudgedSeries {
  readonly row: JudgedRow;
  readonly finding: Finding;
  /** Whether "same" is shown as finely as it can be asked for. */
  readonly isSame: boolean;
  /** Whether the interval leaves out "no change", which is not certain enough yet. */
  readonly isPromising: boolean;
}

/** With this confidence the intervals hold the true ratio, and "same" is told by them: between releases, more of it. */
export function confidenceOf({ question }: Pick<NamedComparison, "question">): number {
  return question === "release" ? 0.99 : 0.95;
}

/** Judges one figure of a comparison by its pairs until now. `least` is the smallest change worth reporting, unless `threshold` says. */
export function judgeSeries(
  comparison: NamedComparison,
  series: Series,
  { design, threshold, isOver }: Judging,
  least?: number,
): JudgedSeries {
  const { effects } = series;
  const ranks = new SignedRank(effects.values);
  const leastReported = relevantChange(threshold, least);
  const relevant = effectsOfChange(leastReported, effects);
  const finding = examine(effects.values, relevant, design, isOver);
  const interval = ranks.interval(1 - confidenceOf(comparison));
  const change = changeFor(threshold, interval);
  const isSame = isSameWithin(interval, change, threshold, effects);
  const centre = ranks.centre;
  const isRelevant = centre !== undefined && (centre <= relevant.low || centre >= relevant.high);
  const floor = noiseOfPairs(effects.values);
  // Times of two machines have no median in common.
  const one = onOneMachine(series);
  const modes = modesOfSides(one);
  const verdict = verdictOf(finding, isRelevant, isSame, series.better);
  const row: JudgedRow = {
    comparison,
    metric: series.metric,
    better: series.better,
    verdict,
    figures: { baseline: median(one.baseline), cell: median(one.cell) },
    ratio: estimateOf(effects, centre, interval),
    slowestQuarter: undefined,
    cpu: undefined,
    pairs: ranks.size,
    threshold: verdict === "slower" || verdict === "faster" ? leastReported : change,
    noiseFloor: floor,
    modes,
    notes: finding.kind === "found" && !isRelevant ? ["a change, but smaller than the threshold"] : [],
  };
  return {
    row: withMachines(row, series, confidenceOf(comparison), relevant.high),
    finding,
    isSame: isSameWithin(interval, finestChange(threshold), threshold, effects),
    isPromising:
      isRelevant &&
      finding.kind === "searching" &&
      interval !== undefined &&
      (interval.low > 0 || interval.high < 0),
  };
}

function verdictOf(
  finding: Finding,
  isRelevant: boolean,
  isSame: boolean,
  better: JudgedRow["better"],
): JudgedRow["verdict"] {
  if (finding.kind === "found" && isRelevant) {
    return finding.direction === (better === "lower" ? 1 : -1) ? "slower" : "faster";
  }
  return isSame ? "same" : "inconclusive";
}
