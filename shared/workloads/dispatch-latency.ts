import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { callInTurn } from "./support/dispatch/call-in-turn.ts";
import { echo } from "./support/dispatch/echo.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { quantile } from "./support/quantile.ts";

export default {
  name: "dispatch-latency",
  about: "`size` no-op tasks, one after the other: shows what a task's way to a thread and back takes",
  defaults: { tasks: 1, size: 1_000 },
  threaded: true,
  groups: ["dispatch"],

  async run(params) {
    const indices = [...new Array(params.tasks * params.size).keys()];
    const { answers, sortedUs } = await callInTurn(indices, (index) => toThread(echo, index));
    params.metric("latency_median_us", quantile(sortedUs, 0.5) ?? Number.NaN);
    params.metric("latency_p99_us", quantile(sortedUs, 0.99) ?? Number.NaN);
    return answers;
  },

  check(answers, { tasks, size }) {
    expectEqual(answers, [...new Array(tasks * size).keys()], "the answers");
  },
} satisfies Workload<undefined, number[]>;
