/**
 * Says whether it is worth while to wait for something in a way that costs, if it seldom comes in time: each time in
 * vain makes the next tries rarer, up to one in a thousand, and the first success makes them usual again.
 */
export class Patience {
  #vain = 0;
  #skip = 0;

  /** Whether to try this time. If so, {@link tried} has to follow. */
  get isWorthIt(): boolean {
    if (this.#skip === 0) return true;
    this.#skip -= 1;
    return false;
  }

  /** Tells how the try ended, and gives that back. */
  tried(succeeded: boolean): boolean {
    this.#vain = succeeded ? 0 : Math.min(this.#vain + 1, mostVain);
    this.#skip = succeeded ? 0 : 2 ** this.#vain;
    return succeeded;
  }
}

/** Looks again and again, for so long at most, whether it happened. Pays when both threads have a core. */
export function spin(happened: () => boolean, longestMs: number): boolean {
  const end = performance.now() + longestMs;
  do {
    for (let look = 0; look < looksAtATime; look++) if (happened()) return true;
  } while (performance.now() < end);
  return false;
}

const mostVain = 10;
const looksAtATime = 32;
