/**
 * Fisher's exact test, one-sided: the probability that at least `more` of the failures fall on one of two sides of `trials`
 * processes each, and the rest on the other, if they fall on both alike.
 *
 * @param more failures of the side that is suspected
 * @param fewer failures of the other one
 */
export function fisherExact(more: number, fewer: number, trials: number): number {
  const failures = more + fewer;
  let probability = 0;
  for (let hits = more; hits <= Math.min(failures, trials); hits++) {
    probability += Math.exp(
      logChoose(trials, hits) + logChoose(trials, failures - hits) - logChoose(2 * trials, failures),
    );
  }
  return Math.min(1, probability);
}

function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
