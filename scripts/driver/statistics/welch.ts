import { studentTail } from "./student.ts";

/** How far the means of two samples are apart. */
export interface Welch {
  /** The trimmed mean of the second, less that of the first. */
  readonly difference: number;
  /** Its standard error. */
  readonly error: number;
  /** Whole degrees of freedom. */
  readonly freedom: number;
  /** Two-sided probability of a difference as large as this, or larger, if there is none. */
  readonly p: number;
}

/** So much is cut off at each end of a sample. */
const trim = 0.2;

/**
 * Welch's t-test for two samples whose spreads may differ, on trimmed means: of each sample, a fifth is left out at each end, and the standard error follows
 * from the spread in which these values are set to the last ones that are left (K. K. Yuen, "The two-sample trimmed t for unequal population variances",
 * Biometrika 61, 1974). So a few outliers, as other programs make them, neither hide a difference nor make one. The degrees of freedom are rounded down.
 *
 * `undefined` where a sample has fewer than four values.
 */
export function welch(first: readonly number[], second: readonly number[]): Welch | undefined {
  if (first.length < fewest || second.length < fewest) return undefined;
  const [before, after] = [trimmed(first), trimmed(second)];
  const difference = after.mean - before.mean;
  const squared = before.error2 + after.error2;
  const error = Math.sqrt(squared);
  if (error === 0) {
    return { difference, error, freedom: before.freedom + after.freedom, p: difference === 0 ? 1 : 0 };
  }
  const freedom = Math.max(
    1,
    Math.floor(squared ** 2 / (before.error2 ** 2 / before.freedom + after.error2 ** 2 / after.freedom)),
  );
  return { difference, error, freedom, p: studentTail(Math.abs(difference) / error, freedom) };
}

const fewest = 4;

interface Trimmed {
  readonly mean: number;
  /** The square of the mean's standard error. */
  readonly error2: number;
  readonly freedom: number;
}

function trimmed(values: readonly number[]): Trimmed {
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(trim * sorted.length);
  const kept = sorted.length - 2 * cut;
  const [low = 0, high = 0] = [sorted[cut], sorted[sorted.length - 1 - cut]];
  const mean = sorted.subarray(cut, sorted.length - cut).reduce((sum, value) => sum + value, 0) / kept;
  const drawnIn = sorted.map((value) => Math.min(high, Math.max(low, value)));
  const centre = drawnIn.reduce((sum, value) => sum + value, 0) / sorted.length;
  const squares = drawnIn.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { mean, error2: squares / (kept * (kept - 1)), freedom: kept - 1 };
}
