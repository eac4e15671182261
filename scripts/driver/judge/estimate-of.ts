import type { Effects } from "../statistics/effect.ts";
import type { Interval } from "../statistics/median.ts";
import type { JudgedRow } from "./verdict.ts";

/** An effect with its interval as a ratio; `undefined` of nothing, and of values that have none. */
export function estimateOf(
  { ratio }: Effects,
  centre: number | undefined,
  interval: Interval | undefined,
): JudgedRow["ratio"] {
  if (ratio === undefined || centre === undefined) return undefined;
  return {
    value: ratio(centre),
    interval: interval && { low: ratio(interval.low), high: ratio(interval.high) },
  };
}
