import { seededRandom } from "./seeded-random.ts";

/** Bytes in no visible order, the same for the same seed on every runtime. */
export function randomBytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const words = Uint32Array.from({ length: Math.ceil(length / 4) }, () => random());
  return new Uint8Array(words.buffer, 0, length);
}
