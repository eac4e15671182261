import { median } from "../statistics/median.ts";
import type { Series } from "./series.ts";
import type { JudgedRow } from "./verdict.ts";

/**
 * Whether two sides may differ by a step, in the unit of their values: an end of the interval of the ratio, or of the differences where
 * there is none, lies that far from no change. Without an interval, they may.
 */
export function isApartBy(
  step: number,
  { baseline, cell }: Series,
  { ratio }: Pick<JudgedRow, "ratio">,
): boolean {
  const differences = cell.map((after, index) => after - (baseline[index] ?? after));
  const before = median(baseline) ?? 0;
  const ends =
    ratio?.interval === undefined
      ? [Math.min(...differences), Math.max(...differences)]
      : [ratio.interval.low, ratio.interval.high].map((end) => before * (end - 1));
  return ends.some((end) => Math.abs(end) >= step);
}
