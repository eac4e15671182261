import { median } from "../statistics.ts";
import type { Series } from "./series.ts";
import type { Modes } from "./verdict-row.ts";

/** One of the levels that the processes of a cell fall into. */
export interface Mode {
  /** Median of its processes. */
  readonly value: number;
  /** Its part of all processes, from 0 to 1. */
  readonly share: number;
}

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
 * The levels that positive values fall into, the lowest first; one for those that lie together, and none for too
 * few to tell. Splits at the widest gap, as long as what it separates is far apart and close together in itself.
 */
function modesOf(values: readonly number[]): Mode[] {
  if (values.length < leastValues || values.some((value) => value <= 0)) return [];
  const groups = split(
    values.map(Math.log).sort((a, b) => a - b),
    leastShare * values.length,
  );
  return groups.map((group) => ({
    value: Math.exp(median(group) ?? 0),
    share: group.length / values.length,
  }));
}

/** The levels that the processes of each side fall into, where one of them has several. */
export function modesOfSides(series: Pick<Series, "old" | "new">): Modes | undefined {
  const modes = { old: modesOf(series.old), new: modesOf(series.new) };
  return modes.old.length > 1 || modes.new.length > 1 ? modes : undefined;
}

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
