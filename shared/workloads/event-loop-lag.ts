import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { sumOfSquares } from "./sum-of-squares.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { quantile } from "./support/quantile.ts";
import { watchLag } from "./support/watch-lag.ts";

const intervalMs = 10;

export default {
  name: "event-loop-lag",
  about:
    "how late a 10 ms timer of the main thread is while CPU tasks run (lag_p99_ms): shows what threads are for",
  defaults: { tasks: 4, size: 10_000_000 },
  threaded: true,
  groups: ["default"],

  run: (params) =>
    TaskGroup.run(async (group) => {
      const stop = watchLag(intervalMs);
      try {
        const sums = Array.from({ length: params.tasks }, () =>
          group.createTask(toThread(sumOfSquares, params.size)),
        );
        return await Promise.all(sums);
      } finally {
        const p99 = quantile(stop(), 0.99);
        if (p99 !== undefined) params.metric("lag_p99_ms", p99);
      }
    }),

  check(sums, { tasks, size }) {
    const n = BigInt(size);
    expectEqual(sums, new Array(tasks).fill((n * (n - 1n) * (2n * n - 1n)) / 6n), "the sums");
  },
} satisfies Workload<undefined, bigint[]>;
