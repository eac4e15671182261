/**
 * Says whether it is worth while to wait in a way that costs something. What was spent in vain is a twentieth of the
 * time at most: after that it is not worth it for a while.
 */
export class Patience {
  #notBefore = 0;

  /** Whether to try now. If so, {@link tried} has to follow. */
  get isWorthIt(): boolean {
    return performance.now() >= this.#notBefore;
  }

  /** Tells how the try ended, and gives that back. */
  tried(succeeded: boolean, spentMs: number): boolean {
    if (!succeeded) this.#notBefore = performance.now() + restShare * spentMs;
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

const restShare = 20;
const looksAtATime = 32;
