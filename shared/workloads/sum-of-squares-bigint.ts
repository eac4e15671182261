import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

export const sumOfSquaresBigint = task(import.meta.url, function sumOfSquaresBigint(n: number): bigint {
  const end = BigInt(n);
  let sum = 0n;
  for (let i = 0n; i < end; i++) sum += i * i;
  return sum;
});

export default {
  name: "sum-of-squares-bigint",
  about:
    "the article's work with a BigInt for every number: shows what BigInt costs, and its garbage on threads",
  defaults: { tasks: 10, size: 200_000 },
  threaded: true,
  groups: ["upgrade"],

  run: ({ tasks, size }) =>
    TaskGroup.run(async (group) => {
      const sums = Array.from({ length: tasks }, () => group.createTask(toThread(sumOfSquaresBigint, size)));
      return (await Promise.all(sums)).reduce((total, sum) => total + sum);
    }),

  check(total, { tasks, size }) {
    const n = BigInt(size);
    expectEqual(total, (BigInt(tasks) * (n * (n - 1n) * (2n * n - 1n))) / 6n, "the sum");
  },
} satisfies Workload<undefined, bigint>;
