import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

/**
 * The sum of `i * i` for `i` in `0 .. n-1`, exact for every `n` though it soon exceeds what a double holds, at the
 * price of a sum of doubles: chunks are added up in a double each, chunk sums in two limbs.
 */
export const sumOfSquares = task(import.meta.url, function sumOfSquares(n: number): bigint {
  const near = Math.min(n, farStart);
  let high = 0; // The sum so far is high * 2**32 + low.
  let low = 0;
  for (let start = 0; start < near; ) {
    const length = Math.min(4096, Math.floor(2 ** 53 / (start + 4096) ** 2));
    const end = Math.min(start + length, near);
    let sum = 0; // At most length * end**2, which is below 2**53.
    for (let i = start; i < end; i++) sum += i * i;
    high += Math.floor(sum / 2 ** 32);
    low += sum % 2 ** 32;
    start = end;
  }
  return BigInt(high) * 2n ** 32n + BigInt(low) + (n > farStart ? sumOfFarSquares(n) : 0n);
});

/** From here on so few squares fit a double that chunks of them no longer pay. */
const farStart = 2 ** 23;

/** From `farStart` on: adds up how far each square is from its chunk's first one, (start + i)² - start² = i (2 start + i). */
function sumOfFarSquares(n: number): bigint {
  const length = Math.floor(Math.sqrt(2 ** 53 / n)); // So that the sum of a chunk, at most length**2 * n, is exact.
  let total = 0n;
  for (let start = farStart; start < n; start += length) {
    const count = Math.min(length, n - start);
    const twice = 2 * start;
    let beyond = 0;
    for (let i = 0; i < count; i++) beyond += i * (twice + i);
    total += BigInt(start) ** 2n * BigInt(count) + BigInt(beyond);
  }
  return total;
}

export default {
  name: "sum-of-squares",
  about: "the article's work, exact: shows how much of the machine plain loops get on threads",
  defaults: { tasks: 10, size: 5_000_000 },
  threaded: true,
  groups: ["default", "upgrade"],

  run: ({ tasks, size }) =>
    TaskGroup.run(async (group) => {
      const sums = Array.from({ length: tasks }, () => group.createTask(toThread(sumOfSquares, size)));
      return (await Promise.all(sums)).reduce((total, sum) => total + sum);
    }),

  check(total, { tasks, size }) {
    const n = BigInt(size);
    expectEqual(total, (BigInt(tasks) * (n * (n - 1n) * (2n * n - 1n))) / 6n, "the sum");
  },
} satisfies Workload<undefined, bigint>;
