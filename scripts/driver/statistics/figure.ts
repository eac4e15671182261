import type { Interval } from "./median.ts";

/** A value with its 95 % interval, where there were enough processes for one. */
export interface Figure {
  readonly value: number;
  readonly interval: Interval | undefined;
}

/** A figure from what a file says; ends that do not hold the value between them are no interval. */
export function figureOf(
  value: number | undefined,
  low: number | undefined,
  high: number | undefined,
): Figure | undefined {
  if (value === undefined) return undefined;
  const holds = low !== undefined && high !== undefined && low <= value && value <= high;
  return { value, interval: holds ? { low, high } : undefined };
}

/**
 * `a` divided by `b`, with an interval that follows from theirs: on the logarithms, the distances from the values to
 * the ends of the intervals add up as the sides of a right angle do (MOVER: Zou and Donner, "Construction of
 * confidence limits about effect measures", Statistics in Medicine 27, 2008). It takes the two intervals only, and
 * always holds the ratio.
 */
export function ratioOf(a: Figure | undefined, b: Figure | undefined): Figure | undefined {
  if (a === undefined || b === undefined || a.value <= 0 || b.value <= 0) return undefined;
  return exponential(difference(logarithm(a), logarithm(b)));
}

/** `a` less `b`, with an interval made as that of a ratio, without the logarithms. */
export function differenceOf(a: Figure | undefined, b: Figure | undefined): Figure | undefined {
  return a && b && difference(a, b);
}

/** The geometric mean of independent figures: as a ratio's, its interval adds up on the logarithms. */
export function geometricMean(figures: readonly Figure[]): Figure | undefined {
  if (figures.length === 0 || figures.some(({ value }) => value <= 0)) return undefined;
  const logs = figures.map(logarithm);
  const value = logs.reduce((sum, each) => sum + each.value, 0) / logs.length;
  const distance = (end: "low" | "high"): number =>
    Math.hypot(...logs.map((each) => (each.interval ? each.interval[end] - each.value : Number.NaN))) /
    logs.length;
  const [low, high] = [value - distance("low"), value + distance("high")];
  return exponential({ value, interval: Number.isNaN(low + high) ? undefined : { low, high } });
}

/** A figure in another unit. */
export function scaled({ value, interval }: Figure, factor: number): Figure {
  return {
    value: value * factor,
    interval: interval && { low: interval.low * factor, high: interval.high * factor },
  };
}

function difference(a: Figure, b: Figure): Figure {
  const value = a.value - b.value;
  if (a.interval === undefined || b.interval === undefined) return { value, interval: undefined };
  return {
    value,
    interval: {
      low: value - Math.hypot(a.value - a.interval.low, b.interval.high - b.value),
      high: value + Math.hypot(a.interval.high - a.value, b.value - b.interval.low),
    },
  };
}

function logarithm({ value, interval }: Figure): Figure {
  return {
    value: Math.log(value),
    interval:
      interval && interval.low > 0
        ? { low: Math.log(interval.low), high: Math.log(interval.high) }
        : undefined,
  };
}

function exponential({ value, interval }: Figure): Figure {
  return {
    value: Math.exp(value),
    interval: interval && { low: Math.exp(interval.low), high: Math.exp(interval.high) },
  };
}
