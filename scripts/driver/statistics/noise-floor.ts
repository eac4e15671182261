import { median } from "./median.ts";

/** 0.5 % of a normal distribution lie beyond so many standard deviations, on each side. */
const z = 2.576;

/**
 * By how much a ratio can seem to be off although nothing has changed: the half-width of the 99 % interval that so many
 * pairs would have, as an effect.
 *
 * @param effects one for each pair, in their order
 */
export function noiseOfPairs(effects: readonly number[]): number | undefined {
  const difference = typicalStep(effects);
  return difference && (z * difference) / Math.sqrt(2 * effects.length);
}

/**
 * The same for two versions whose processes make no pairs: as if both were like this one.
 *
 * @param values one for each process of one version, in their order
 */
export function noiseOfSide(values: readonly number[]): number | undefined {
  const difference = typicalStep(values);
  return difference && (z * difference) / Math.sqrt(values.length);
}

/**
 * The standard deviation of the difference of two values. From those that follow each other, so that a slow drift of the
 * machine does not count, and by their median size, so that a few outliers do not either.
 */
function typicalStep(values: readonly number[]): number | undefined {
  const steps = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
  const typical = median(steps);
  return typical && 1.4826 * typical;
}
