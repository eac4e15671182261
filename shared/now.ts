/**
 * Milliseconds since some point in the past. Kept once: under Node each look at the global `performance` calls a getter,
 * which takes longer than the clock. (And whoever fakes the global clock in a test does not stop the threads.)
 */
export const now: () => number = performance.now.bind(performance);
