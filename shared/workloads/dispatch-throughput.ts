import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { echo } from "./support/dispatch/echo.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { quantile } from "./support/quantile.ts";
import { watchLag } from "./support/watch-lag.ts";

export default {
  name: "dispatch-throughput",
  about:
    "`size` no-op tasks at once: shows how many a pool gets done, and what it leaves of the main thread (lag_p99_ms)",
  defaults: { tasks: 1, size: 10_000 },
  threaded: true,
  groups: ["dispatch"],

  async run(params) {
    const count = params.tasks * params.size;
    const start = performance.now();
    const futures = Array.from({ length: count }, (_, index) => toThread(echo, index));
    const submitted = performance.now();
    // From here on the event loop is the pool's; before, it was ours.
    const stop = watchLag(1);
    const answers = await Promise.all(futures);
    params.metric("tasks_per_s", (1000 * count) / (performance.now() - start), { better: "higher" });
    params.metric("submit_us", (1000 * (submitted - start)) / count);
    params.metric("lag_p99_ms", quantile(stop(), 0.99) ?? 0);
    return answers;
  },

  check(answers, { tasks, size }) {
    expectEqual(answers, [...new Array(tasks * size).keys()], "the answers");
  },
} satisfies Workload<undefined, number[]>;
