import { now } from "./now.ts";

/**
 * Says whether it is worth while to wait in a way that costs something. What was spent in vain is a twentieth of the
 * time at most; a little of it is granted ahead, so that one failure now and then changes nothing.
 */
export class Patience {
  /** What may still be spent in vain, in milliseconds. */
  #credit = mostCreditMs;
  #credited = 0;

  /** Whether to try now. If so, {@link tried} has to follow. */
  get isWorthIt(): boolean {
    const asked = now();
    this.#credit = Math.min(mostCreditMs, this.#credit + (asked - this.#credited) * share);
    this.#credited = asked;
    return this.#credit > 0;
  }

  /**
   * Looks, if that is worth it, for so long at most, whether it happened.
   *
   * @param yieldCore called before each look: what happens on this core does so while another thread has it
   */
  spin(happened: () => boolean, longestMs: number, yieldCore?: () => void): boolean {
    return this.isWorthIt && this.tried(spin(happened, longestMs, yieldCore), longestMs);
  }

  /** Tells how the try ended, and gives that back. */
  tried(succeeded: boolean, spentMs: number): boolean {
    if (!succeeded) this.#credit -= spentMs;
    return succeeded;
  }
}

/** Looks again and again, for so long at most, whether it happened. */
function spin(happened: () => boolean, longestMs: number, yieldCore?: () => void): boolean {
  const looks = yieldCore === undefined ? looksAtATime : 1;
  const end = now() + longestMs;
  do {
    yieldCore?.();
    for (let look = 0; look < looks; look++) if (happened()) return true;
  } while (now() < end);
  return false;
}

/** How long to look before one sleeps: as long as waking a thread would take. */
export const spinMs = 0.05;
/** How long to stay awake to get another core: as long as a system takes to see that one is overloaded, and another one is not. */
export const seekMs = 16;
/**
 * After so many calls in a row that found the other side asleep on the same core: each costs some ten microseconds, to
 * get another core some milliseconds. It pays for long rows alone.
 */
export const enoughToSeek = 80;
/** Calls that come so soon one after the other are a row. Where one comes alone, the other side sleeps, and may need this very core. */
export const rowMs = 1;
const share = 1 / 20;
const mostCreditMs = 0.2;
const looksAtATime = 32;
