import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

export default {
  name: "async-await",
  about:
    "async functions that await each other, and waits of many at once: shows what the promise queue costs",
  defaults: { tasks: 1, size: 150_000 },
  threaded: false,
  singleThreaded: true,
  groups: ["upgrade"],

  async run(params) {
    const calls = params.tasks * params.size;
    const start = performance.now();
    const chained = await climb(calls);
    const joined = (await Promise.all(Array.from({ length: calls }, (_, index) => later(index)))).reduce(
      add,
      0,
    );
    let streamed = 0;
    for await (const value of stream(calls)) streamed += value;
    params.metric("awaits_per_s", (1000 * 3 * calls) / (performance.now() - start), { better: "higher" });
    return { chained, joined, streamed };
  },

  check(sums, { tasks, size }) {
    const calls = tasks * size;
    const sum = (calls * (calls - 1)) / 2;
    expectEqual(sums, { chained: sum, joined: sum, streamed: sum }, "the sums");
  },
} satisfies Workload<undefined, { chained: number; joined: number; streamed: number }>;

async function climb(calls: number): Promise<number> {
  let sum = 0;
  for (let index = 0; index < calls; index++) sum += await later(index);
  return sum;
}

async function* stream(calls: number): AsyncGenerator<number> {
  for (let index = 0; index < calls; index++) yield later(index);
}

async function later(value: number): Promise<number> {
  return value;
}

const add = (a: number, b: number): number => a + b;
