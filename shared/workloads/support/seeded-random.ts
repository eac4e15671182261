/**
 * A generator of whole numbers from 0 to 2**32 - 1: the same numbers for the same seed, on every runtime.
 *
 * @example
 * ```ts
 * import { seededRandom } from "../../shared/workloads/support/seeded-random.ts";
 *
 * const random = seededRandom(1);
 * const dice = 1 + (random() % 6);
 * ```
 */
export function seededRandom(seed: number): () => number {
  let position = scramble(seed);
  return () => {
    position = (position + 0x9e3779b9) | 0;
    return scramble(position);
  };
}

/** Spreads a 32-bit number over 0 … 2**32 - 1, each number to another one: a random number for each position. */
export function scramble(position: number): number {
  let bits = position;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
