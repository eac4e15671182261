import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { randomBytes } from "./support/random-bytes.ts";
import { rememberLast } from "./support/remember-last.ts";

/** SHA-256 as FIPS 180-4 describes it, in hexadecimal digits. */
export const sha256 = task(import.meta.url, function sha256(message: Uint8Array): string {
  const state = initialState.slice();
  const whole = message.length - (message.length % 64);
  for (let start = 0; start < whole; start += 64) addBlock(state, message, start);

  // The rest, a bit of 1, and the length in bits, 64 bits wide.
  const rest = message.subarray(whole);
  const last = new Uint8Array(rest.length < 56 ? 64 : 128);
  last.set(rest);
  last[rest.length] = 0x80;
  new DataView(last.buffer).setBigUint64(last.length - 8, 8n * BigInt(message.length));
  for (let start = 0; start < last.length; start += 64) addBlock(state, last, start);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
});

function addBlock(state: Int32Array, bytes: Uint8Array, start: number): void {
  for (let t = 0; t < 16; t++) {
    const at = start + 4 * t;
    schedule[t] =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0);
  }
  for (let t = 16; t < 64; t++) {
    const w2 = schedule[t - 2] ?? 0;
    const w15 = schedule[t - 15] ?? 0;
    const small1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    const small0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    schedule[t] = (small1 + (schedule[t - 7] ?? 0) + small0 + (schedule[t - 16] ?? 0)) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + big1 + choice + (roundConstants[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + big0 + majority) | 0;
  }
  const words = [a, b, c, d, e, f, g, h];
  for (let index = 0; index < 8; index++) state[index] = (state[index] ?? 0) + (words[index] ?? 0);
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));
const schedule = new Int32Array(64);

/** The first 32 bits of the fractions of the primes' square roots (8 of them) and cube roots (64). */
const primes = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
];
for (let n = 101; primes.length < 64; n += 2) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
const initialState = Int32Array.from(primes.slice(0, 8), (prime) => fraction(prime, 2));
const roundConstants = Int32Array.from(primes, (prime) => fraction(prime, 3));

/** floor(root * 2**32) modulo 2**32, by bisection in whole numbers: a double has too few bits for it. */
function fraction(prime: number, degree: number): number {
  const target = BigInt(prime) << BigInt(32 * degree);
  let [low, high] = [0n, BigInt(prime) << 32n];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** BigInt(degree) <= target) low = middle;
    else high = middle - 1n;
  }
  return Number(BigInt.asIntN(32, low));
}

export default {
  name: "sha256",
  about: "SHA-256 written in TypeScript: shows how well 32-bit integer code compiles, on each thread",
  defaults: { tasks: 8, size: 1_000_000 },
  threaded: true,
  groups: ["upgrade"],

  setup: ({ tasks, size }) => Array.from({ length: tasks }, (_, index) => randomBytes(size, index)),

  run: (_params, messages) =>
    TaskGroup.run((group) =>
      Promise.all(messages.map((message) => group.createTask(toThread(sha256, message)))),
    ),

  /** Another way: the runtime's own. */
  async check(digests, { tasks, size }) {
    expectEqual(digests, await expectedDigests(tasks, size), "the digests");
  },
} satisfies Workload<Uint8Array[], string[]>;

const expectedDigests = rememberLast((tasks: number, size: number): Promise<string[]> => {
  const digests = Array.from({ length: tasks }, async (_, index) => {
    const digest = await crypto.subtle.digest("SHA-256", randomBytes(size, index));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  });
  return Promise.all(digests);
});
