import { binomialDistribution, median as medianOf } from "simple-statistics";

/** An interval that holds the true value with the confidence it was made for. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The middle value; `undefined` of nothing. */
export function median(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : medianOf([...values]);
}

/** The arithmetic mean; `undefined` of nothing. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that at least the share `p` of all values does not exceed (nearest rank); `undefined` of nothing. */
export function quantile(values: readonly number[], p: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(p * values.length) - 1)];
}

/**
 * The interval of the median that makes no assumption about the distribution: from the k-th smallest to the k-th
 * largest value, k as large as the binomial distribution allows. As benchstat does it.
 *
 * `undefined` where there are too few values for the confidence: fewer than 6 for 95 %.
 */
export function medianInterval(values: readonly number[], confidence = 0.95): Interval | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const probabilities = Object.values(binomialDistribution(n, 0.5) ?? {});
  let tail = 0;
  let k = 0;
  for (const probability of probabilities) {
    tail += probability;
    if (2 * tail > 1 - confidence) break;
    k += 1;
  }
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[k - 1];
  const high = sorted[n - k];
  return low === undefined || high === undefined ? undefined : { low, high };
}
