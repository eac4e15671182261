/**
 * Milliseconds since some point in the past. Kept once: under Node each look at the global `performance` calls a getter,
 * which takes longer than the clock. (And whoever fakes the global clock in a test does not stop the threads.)
 */
export let now: () => number = globalThis.performance?.now.bind(performance);

/** Gives the library a clock that is known to be real, where the global one may have been replaced before it was loaded. */
export function installClock(clock: () => number): void {
  now = clock;
}
