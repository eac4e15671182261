/** A timer that was started. */
export type Timer = ReturnType<typeof setTimeout>;

/**
 * Calls back after that many milliseconds, and keeps the process alive until then. It is the runtime's own timer, whatever a
 * program puts in the place of the global ones: a test that fakes them does not stop the threads.
 */
export let startTimer: (callback: () => void, ms: number) => Timer = globalThis.setTimeout;

/** Stops a timer. Nothing happens if there is none, or if it is over. */
export let stopTimer: (timer: Timer | undefined) => void = globalThis.clearTimeout;

/** Gives the library timers that are known to be real, where the global ones may have been replaced before it was loaded. */
export function installTimers(start: typeof startTimer, stop: typeof stopTimer): void {
  startTimer = start;
  stopTimer = stop;
}
