import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { rememberLast } from "./support/remember-last.ts";

/** How many primes there are from `start` up to, not including, `end`: a sieve in segments that stay in the cache. */
export const countPrimes = task(import.meta.url, function countPrimes(start: number, end: number): number {
  const divisors = primesUpTo(Math.floor(Math.sqrt(end)));
  const composite = new Uint8Array(2 ** 15);
  let count = 0;
  for (let from = Math.max(start, 2); from < end; from += composite.length) {
    const length = Math.min(composite.length, end - from);
    composite.fill(0);
    for (const prime of divisors) {
      const first = Math.max(prime * prime, Math.ceil(from / prime) * prime);
      for (let index = first - from; index < length; index += prime) composite[index] = 1;
    }
    for (let index = 0; index < length; index++) count += composite[index] === 0 ? 1 : 0;
  }
  return count;
});

function primesUpTo(limit: number): number[] {
  const composite = new Uint8Array(limit + 1);
  const primes: number[] = [];
  for (let number = 2; number <= limit; number++) {
    if (composite[number] === 1) continue;
    primes.push(number);
    for (let multiple = number * number; multiple <= limit; multiple += number) composite[multiple] = 1;
  }
  return primes;
}

export default {
  name: "prime-sieve",
  about:
    "primes below tasks x size, a segment of the sieve for each task: shows integer work in each core's own cache",
  defaults: { tasks: 10, size: 1_000_000 },
  threaded: true,

  run: ({ tasks, size }) =>
    TaskGroup.run(async (group) => {
      const counts = Array.from({ length: tasks }, (_, index) =>
        group.createTask(toThread(countPrimes, index * size, (index + 1) * size)),
      );
      return (await Promise.all(counts)).reduce((total, count) => total + count);
    }),

  check(count, { tasks, size }) {
    expectEqual(count, primesBelow(tasks * size), "the number of primes");
  },
} satisfies Workload<undefined, number>;

/**
 * Another way, without a sieve: counts, for each distinct floor(n / k), the numbers that no prime so far divides
 * (Legendre's formula, as Lucy_Hedgehog tabulates it).
 */
const primesBelow = rememberLast((end: number): number => {
  const n = end - 1;
  if (n < 2) return 0;
  const root = Math.floor(Math.sqrt(n));
  const small = Float64Array.from({ length: root + 1 }, (_, number) => number - 1); // [v] for v up to the root
  const large = Float64Array.from({ length: root + 1 }, (_, k) => Math.floor(n / k) - 1); // [k] for floor(n / k)
  const upTo = (number: number): number =>
    (number <= root ? small[number] : large[Math.floor(n / number)]) ?? 0;
  for (let prime = 2; prime <= root; prime++) {
    const before = small[prime - 1] ?? 0;
    if (small[prime] === before) continue;
    for (let k = 1; k <= root && Math.floor(n / k) >= prime * prime; k++) {
      large[k] = (large[k] ?? 0) - (upTo(Math.floor(Math.floor(n / k) / prime)) - before);
    }
    for (let number = root; number >= prime * prime; number--) {
      small[number] = (small[number] ?? 0) - ((small[Math.floor(number / prime)] ?? 0) - before);
    }
  }
  return upTo(n);
});
