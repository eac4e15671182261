import type { Interval } from "./median.ts";

/**
 * The Hodges-Lehmann centre of a sample, with what Wilcoxon's signed-rank test says of it.
 *
 * Exact for every size, and never bolder than it says: an interval misses the true centre with at most the given
 * probability, which `centerBounds` of pragmastat 12.1.0 exceeds (8 values at 0.01: 0.0156). Assumes that the values lie
 * symmetrically around their centre; the differences of pairs in random order do, when both sides are the same.
 */
export class SignedRank {
  readonly size: number;
  readonly #values: readonly number[];
  #sorted: Float64Array | undefined;

  constructor(values: readonly number[]) {
    this.size = values.length;
    this.#values = values;
  }

  /** Averages of all pairs of values, each with itself too, in ascending order. There are many, and some questions need none. */
  get #averages(): Float64Array {
    if (this.#sorted !== undefined) return this.#sorted;
    const averages = new Float64Array((this.size * (this.size + 1)) / 2);
    let index = 0;
    for (const [i, a] of this.#values.entries()) {
      for (let j = i; j < this.size; j++) averages[index++] = (a + (this.#values[j] ?? a)) / 2;
    }
    this.#sorted = averages.sort();
    return averages;
  }

  /** The median of the averages; `undefined` of nothing. */
  get centre(): number | undefined {
    const { length } = this.#averages;
    const [low, high] = [this.#averages[(length - 1) >> 1], this.#averages[length >> 1]];
    return low === undefined || high === undefined ? undefined : (low + high) / 2;
  }

  /** Two-sided probability of ranks as uneven as these, or more so, if the true centre is 0. */
  get p(): number {
    const below = this.#rankSumBelow();
    const fewer = Math.floor(Math.min(below, (this.size * (this.size + 1)) / 2 - below));
    return Math.min(1, 2 * (cumulative(this.size)[fewer] ?? 1));
  }

  /** The sum of the ranks of the values below 0, by size; equal sizes share theirs. It is how many averages are below 0, too. */
  #rankSumBelow(): number {
    const bySize = this.#values.toSorted((a, b) => Math.abs(a) - Math.abs(b));
    const sizeAt = (at: number): number => Math.abs(bySize[at] ?? 0);
    let sum = 0;
    for (let first = 0, end = 0; first < bySize.length; first = end) {
      for (end = first + 1; end < bySize.length && sizeAt(end) === sizeAt(first); ) end += 1;
      const equal = bySize.slice(first, end);
      const below = equal.reduce((count, value) => count + (value < 0 ? 1 : value > 0 ? 0 : 0.5), 0);
      sum += (below * (first + 1 + end)) / 2;
    }
    return sum;
  }

  /** Holds the true centre, but for the probability `misrate`; `undefined` where there are too few values for that. */
  interval(misrate: number): Interval | undefined {
    const distribution = cumulative(this.size);
    let outside = 0;
    while (2 * (distribution[outside] ?? 1) <= misrate) outside += 1;
    const [low, high] = [this.#averages[outside - 1], this.#averages[this.#averages.length - outside]];
    return low === undefined || high === undefined ? undefined : { low, high };
  }
}

const known = new Map<number, Float64Array>();

/** For each sum of ranks, the probability of it or a smaller one, when the signs of `size` values are those of coins. */
function cumulative(size: number): Float64Array {
  const stored = known.get(size);
  if (stored !== undefined) return stored;
  const sums = (size * (size + 1)) / 2;
  const distribution = new Float64Array(sums + 1);
  distribution[0] = 1;
  for (let rank = 1; rank <= size; rank++) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum--) {
      distribution[sum] = ((distribution[sum] ?? 0) + (distribution[sum - rank] ?? 0)) / 2;
    }
  }
  for (let sum = 1; sum <= sums; sum++)
    distribution[sum] = (distribution[sum] ?? 0) + (distribution[sum - 1] ?? 0);
  known.set(size, distribution);
  return distribution;
}
