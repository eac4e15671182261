import { mean } from "./median.ts";

/**
 * Two-sided probability of a mean as far from 0 as this, or farther, in units of its standard error, if the true mean is 0
 * and the values are normal: Student's t-test. (Finite series for whole degrees of freedom: Abramowitz and Stegun, 26.7.3
 * and 26.7.4.)
 *
 * @param shrink divides the statistic first, for values that may be less kind than normal ones
 */
export function studentP(values: readonly number[], shrink = 1): number {
  const error = squaredError(values);
  if (error === undefined) return 1;
  const distance = Math.abs(mean(values) ?? 0);
  if (error === 0) return distance === 0 ? 1 : 0;
  return studentTail(distance / Math.sqrt(error) / shrink, values.length - 1);
}

/**
 * Two-sided probability of two means as far apart as these, or farther, if the true ones are the same and the values are normal, with
 * variances that may differ: Welch's t-test, its degrees of freedom rounded down.
 *
 * @param shrink as in {@link studentP}
 */
export function welchP(one: readonly number[], other: readonly number[], shrink = 1): number {
  const [first, second] = [squaredError(one), squaredError(other)];
  const distance = Math.abs((mean(one) ?? 0) - (mean(other) ?? 0));
  if (first === undefined || second === undefined) return 1;
  const error = first + second;
  if (error === 0) return distance === 0 ? 1 : 0;
  const freedom = error ** 2 / (first ** 2 / (one.length - 1) + second ** 2 / (other.length - 1));
  return studentTail(distance / Math.sqrt(error) / shrink, Math.floor(freedom));
}

/** The square of a mean's standard error; `undefined` where there are too few values. */
function squaredError(values: readonly number[]): number | undefined {
  const centre = mean(values);
  if (centre === undefined || values.length < 2) return undefined;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}

/** Two-sided probability of a t as far from 0 as this, or farther, with so many degrees of freedom: a whole number. */
export function studentTail(t: number, freedom: number): number {
  const angle = Math.atan2(t, Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let step = isOdd ? 3 : 2; step < freedom; step += 2) {
    term *= (cosine * cosine * (step - 1)) / step;
    sum += term;
  }
  const inside = isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
  return Math.max(0, 1 - inside);
}
