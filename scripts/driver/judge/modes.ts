import type { Side } from "../bouts/plan.ts";
import { median } from "../statistics/median.ts";
import type { Series } from "./series.ts";

/** One of the levels that the processes of a cell fall into. */
interface Mode {
  /** Median of its processes. */
  readonly value: number;
  /** Its part of all processes, from 0 to 1. */
  readonly share: number;
}

/** The levels of each side; none where a side has too few processes to tell. */
export type Modes = Readonly<Record<Side, readonly Mode[]>>;

/** How far apart two levels are at least, as a ratio. */
const leastRatio = 1.01;
/** And how many times as wide as what they hold (less its outliers) the gap between them is. */
const leastGap = 3;
/** The smallest level's share, and number of values; what is smaller are outliers. */
const leastShare = 0.15;
const leastCount = 3;
/** Fewer values do not show levels. */
const leastValues = 8;

/**
 * The levels that the processes of each side fall into, the lowest first, where one of the sides has several. Looks for levels
 * that both have in common first: twice as many processes show them, and the same level is called the same on both sides.
 */
export function modesOfSides({ baseline, cell }: Pick<Series, Side>): Modes | undefined {
  const common = cutsOf([...baseline, ...cell]);
  const together = { baseline: levels(baseline, common), cell: levels(cell, common) };
  if (hasSeveral(together.baseline) || hasSeveral(together.cell)) return together;
  const apart = { baseline: levels(baseline, cutsOf(baseline)), cell: levels(cell, cutsOf(cell)) };
  return apart.baseline.length > 1 || apart.cell.length > 1 ? apart : undefined;
}

/** Whether more than one level is more than an outlier: not so where a level is all that a side has. */
function hasSeveral(modes: readonly Mode[]): boolean {
  return modes.filter(({ share }) => share >= leastShare).length > 1;
}

/** Where one level ends and the next one begins; nowhere for values that lie together, or are too few to tell. */
function cutsOf(values: readonly number[]): number[] {
  if (values.length < leastValues || values.some((value) => value <= 0)) return [];
  const sorted = values.map(Math.log).sort((a, b) => a - b);
  const [, ...groups] = split(sorted, leastShare * values.length);
  return groups.flatMap(([first]) => (first === undefined ? [] : Math.exp(first)));
}

/** The levels between the cuts that have any of the values. */
function levels(values: readonly number[], cuts: readonly number[]): Mode[] {
  // A cut is one of the values, and rounding must not move it to the other side.
  const levelOf = (value: number): number => cuts.filter((cut) => value >= cut * (1 - 1e-12)).length;
  return [...Map.groupBy(values, levelOf)]
    .sort(([a], [b]) => a - b)
    .map(([, same]) => ({ value: median(same) ?? 0, share: same.length / values.length }));
}

/** Splits at the widest gap, as long as what it separates is far apart, and close together in itself. */
function split(sorted: readonly number[], least: number): (readonly number[])[] {
  const cuts = sorted.flatMap((value, index) => {
    const previous = sorted[index - 1];
    const room = Math.min(index, sorted.length - index);
    return previous === undefined || room < Math.max(leastCount, least)
      ? []
      : { index, gap: value - previous };
  });
  const widest = cuts.reduce((a, b) => (b.gap > a.gap ? b : a), { index: 0, gap: 0 });
  const [low, high] = [sorted.slice(0, widest.index), sorted.slice(widest.index)];
  const apart = (median(high) ?? 0) - (median(low) ?? 0);
  const within = Math.max(width(low), width(high));
  if (widest.index === 0 || apart < Math.log(leastRatio) || widest.gap < leastGap * within) return [sorted];
  return [...split(low, least), ...split(high, least)];
}

/** How far apart the values are, a tenth of them left out at either end. */
function width(sorted: readonly number[]): number {
  const out = Math.floor(sorted.length / 10);
  return (sorted.at(-1 - out) ?? 0) - (sorted[out] ?? 0);
}
