import type { Interval } from "../../statistics/median.ts";
import { SignedRank } from "../../statistics/signed-rank.ts";
import { pairsOf } from "../pair.ts";
import { timeSeries } from "../series.ts";
import { type CheckedCell, slowdownOf } from "./checked-cell.ts";

/** By how much the ratio of a cell is off: a row of `estimates.csv`. */
export interface EstimateError {
  readonly cell: string;
  readonly executor: string;
  /** Those of all its checks, whatever was put in. */
  readonly pairs: number;
  /** What was estimated divided by what was put in, less 1. */
  readonly error: number;
  /** 95 %, of the signed-rank test; `undefined` where there are too few pairs. */
  readonly interval: Interval | undefined;
}

/** What the pairs of all checks of a cell say together, once what was put in is taken out of them: nothing, if they are right. */
export function estimateErrors(checked: readonly CheckedCell[]): EstimateError[] {
  return [...Map.groupBy(checked, ({ kind }) => kind)].flatMap(([kind, same]): EstimateError[] => {
    const ranks = new SignedRank(same.flatMap(pairErrors));
    const [first] = same;
    if (first === undefined || ranks.centre === undefined) return [];
    const interval = ranks.interval(misrate);
    return [
      {
        cell: kind,
        executor: first.comparison.name.executor,
        pairs: ranks.size,
        error: Math.expm1(ranks.centre),
        interval: interval && { low: Math.expm1(interval.low), high: Math.expm1(interval.high) },
      },
    ];
  });
}

const misrate = 0.05;

/** The effects of a cell's pairs, less what was put in. */
export function pairErrors(checked: CheckedCell): number[] {
  const added = Math.log1p(slowdownOf(checked));
  return timeSeries(pairsOf(checked.processes).sound).effects.values.map((value) => value - added);
}
