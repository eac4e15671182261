import type { Interval } from "./median.ts";

/**
 * The exact interval of a share (Clopper and Pearson): of what may lie behind `hits` of `trials`, all but the shares that
 * would give so many, or so few, with less than half of the probability `misrate`.
 */
export function shareInterval(hits: number, trials: number, misrate = 0.05): Interval {
  const tail = misrate / 2;
  return {
    low: hits === 0 ? 0 : solve((share) => 1 - atMost(hits - 1, trials, share) <= tail),
    high: hits === trials ? 1 : solve((share) => atMost(hits, trials, share) >= tail),
  };
}

/** The largest share that still fulfils a condition which small ones do and large ones do not. */
function solve(fulfils: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (fulfils(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The probability of at most so many hits. */
function atMost(hits: number, trials: number, share: number): number {
  if (share <= 0) return 1;
  if (share >= 1) return hits >= trials ? 1 : 0;
  let logTerm = trials * Math.log1p(-share);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= hits; k++) {
    logTerm += Math.log((trials - k + 1) / k) + Math.log(share) - Math.log1p(-share);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
