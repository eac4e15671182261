import { median } from "./median.ts";

/**
 * How the values of two sides compare, pair by pair: logarithms of new over old, in which a change of all values by
 * one factor is one and the same number. Where values are zero or negative, as those of a metric can be: differences,
 * in units of the typical size of a value.
 */
export interface Effects {
  /** One for each pair, in the order of the pairs; 0 is "no difference". */
  readonly values: readonly number[];
  /** An effect as new divided by old; `undefined` where the values have no ratio, as 0 and 5 have none. */
  readonly ratio: ((effect: number) => number) | undefined;
  /** A value on the scale on which effects are differences. */
  readonly scaled: (value: number) => number;
  /** A ratio as an effect. */
  readonly effect: (ratio: number) => number;
}

/** Compares the values of the pairs, `[old, new]` each. */
export function effectsOf(pairs: readonly (readonly [old: number, new_: number])[]): Effects {
  if (pairs.every(([before, after]) => before > 0 && after > 0)) {
    return {
      values: pairs.map(([before, after]) => Math.log(after / before)),
      scaled: Math.log,
      ratio: Math.exp,
      effect: Math.log,
    };
  }
  const size = median(pairs.flatMap(([before, after]) => [Math.abs(before), Math.abs(after)])) ?? 0;
  const largest = Math.max(...pairs.flat().map(Math.abs));
  const unit = size || largest || 1;
  return {
    values: pairs.map(([before, after]) => (after - before) / unit),
    scaled: (value) => value / unit,
    ratio: undefined,
    effect: (ratio) => ratio - 1,
  };
}
