/**
 * The smallest value that at least this share of all values do not exceed (nearest rank); `undefined` of none.
 *
 * @param sorted values in ascending order
 * @param share 0.5 for the median, 0.99 for what one in a hundred exceeds
 */
export function quantile(sorted: ArrayLike<number>, share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
