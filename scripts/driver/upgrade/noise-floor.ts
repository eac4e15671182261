import { median } from "../statistics.ts";

/** 0.5 % of a normal distribution lie beyond so many standard deviations, on each side. */
const z = 2.576;

/**
 * What one version of a cell can seem to differ from itself: the half-width of the 99 % interval that as many pairs
 * of processes of that version alone would have, as an effect.
 *
 * From the differences of processes that follow each other, so that a slow drift of the machine does not count, and by
 * their median size, so that a few outliers do not either.
 *
 * @param values one for each process, in the order of the pairs
 */
export function noiseFloor(values: readonly number[]): number | undefined {
  const steps = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
  const typical = median(steps);
  return typical === undefined ? undefined : (z * 1.4826 * typical) / Math.sqrt(values.length);
}
