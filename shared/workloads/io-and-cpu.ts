import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { sumOfSquares } from "./sum-of-squares.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { type LoopbackServer, platform } from "./support/platform.ts";

/** How long the server takes for an answer, and how many numbers are in it, one on each line. */
const latencyMs = 20;
const numbers = 50_000;

/** What is computed over the page: the sum of the squares of the numbers on its lines. */
export const sumOfLines = task(import.meta.url, function sumOfLines(page: string): bigint {
  let sum = 0n;
  for (const line of page.split("\n")) {
    const number = Number(line);
    sum += BigInt(number * number);
  }
  return sum;
});

export default {
  name: "io-and-cpu",
  about:
    "fetches a page while CPU tasks run in the same group, then computes over it: shows I/O and threads together",
  defaults: { tasks: 2, size: 20_000_000 },
  threaded: true,
  groups: ["default"],

  setup() {
    const page = Array.from({ length: numbers }, (_, number) => number).join("\n");
    return platform().serve({ body: page, latencyMs });
  },

  run: ({ tasks, size }, { url }) =>
    TaskGroup.run(async (group) => {
      const page = group.createTask(async (signal) => (await fetch(url, { signal })).text());
      const sums = Array.from({ length: tasks }, () => group.createTask(toThread(sumOfSquares, size)));
      const overPage = await group.createTask(toThread(sumOfLines, await page));
      return { overPage, beside: await Promise.all(sums) };
    }),

  check({ overPage, beside }, { tasks, size }) {
    expectEqual(overPage, closedForm(numbers), "the sum over the page");
    expectEqual(beside, new Array(tasks).fill(closedForm(size)), "the sums beside it");
  },

  teardown: (server) => server.close(),
} satisfies Workload<LoopbackServer, { overPage: bigint; beside: bigint[] }>;

function closedForm(size: number): bigint {
  const n = BigInt(size);
  return (n * (n - 1n) * (2n * n - 1n)) / 6n;
}
