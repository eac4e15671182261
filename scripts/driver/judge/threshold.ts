import { BadInput } from "../command-line/bad-input.ts";
import type { Effects } from "../statistics/effect.ts";
import type { Interval } from "../statistics/median.ts";

/**
 * From when on a change counts. `fixed`: the same for all cells, as a part of 1. `auto`: as small as each cell's noise
 * allows.
 */
export type Threshold = { readonly kind: "auto" } | { readonly kind: "fixed"; readonly change: number };

/** Without `--threshold`, no change below this is reported, however certain it is. */
const leastChange = 0.007;

/** Without `--threshold`, "same" means within one of these: the smallest that the cell's noise allows. */
const levels: readonly number[] = [0.01, 0.02, 0.03, 0.05, 0.1];

/** The level has to be so many times the half-width of the interval, or "same" could hardly ever be shown. */
const room = 1.6;

/** The finest that "same" can be: what a cell is measured for as long as there is time. */
export function finestChange(threshold: Threshold): number {
  return threshold.kind === "fixed" ? threshold.change : (levels[0] ?? leastChange);
}

/** Within which change "same" is told for a series with this interval. Follows from its width, not from where it lies. */
export function changeFor(threshold: Threshold, interval: Interval | undefined): number {
  if (threshold.kind === "fixed") return threshold.change;
  const half = interval === undefined ? Number.POSITIVE_INFINITY : (interval.high - interval.low) / 2;
  return levels.find((level) => level >= room * half) ?? levels.at(-1) ?? leastChange;
}

/** The smallest change that is worth reporting. */
export function relevantChange(threshold: Threshold, least: number = leastChange): number {
  return threshold.kind === "fixed" ? Math.max(threshold.change, least) : least;
}

/** A change in both directions, as effects: one of 10 % goes from 1 / 1.1 to 1.1. */
export function effectsOfChange(change: number, effects: Effects): Interval {
  return { low: effects.effect(1 / (1 + change)), high: effects.effect(1 + change) };
}

/**
 * Whether the interval shows that nothing has changed by more than `change`. Where that is coarser than what could be asked for, no
 * change at all has to be in it too: "same" must not hide what it shows.
 */
export function isSameWithin(
  interval: Interval | undefined,
  change: number,
  threshold: Threshold,
  effects: Effects,
): boolean {
  if (interval === undefined) return false;
  const { low, high } = interval;
  const bounds = effectsOfChange(change, effects);
  const isWithin = low >= bounds.low && high <= bounds.high;
  return isWithin && (change <= finestChange(threshold) || (low <= 0 && high >= 0));
}

/** Reads `--threshold`: `3%`, `0.5 %`, or `auto`. @throws {BadInput} */
export function readThreshold(typed: string | undefined): Threshold {
  if (typed === undefined || typed === "auto") return { kind: "auto" };
  const percent = /^(\d+(?:\.\d+)?|\.\d+)\s*%$/.exec(typed)?.[1];
  const change = Number(percent) / 100;
  if (change > 0 && change <= 10) return { kind: "fixed", change };
  throw new BadInput(
    `--threshold ${typed} is not a change such as 3% or 0.5% (more than 0, with the % sign)`,
  );
}
