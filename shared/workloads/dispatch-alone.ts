import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { callInTurn } from "./support/dispatch/call-in-turn.ts";
import { echo } from "./support/dispatch/echo.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { quantile } from "./support/quantile.ts";

export default {
  name: "dispatch-alone",
  about:
    "`size` no-op tasks, 10 ms between two: shows what a task's way takes when everybody has gone to sleep",
  defaults: { tasks: 1, size: 20 },
  threaded: true,
  groups: ["dispatch"],

  async run(params) {
    const indices = [...new Array(params.tasks * params.size).keys()];
    const { answers, sortedUs } = await callInTurn(indices, (index) => toThread(echo, index), 10);
    params.metric("alone_median_us", quantile(sortedUs, 0.5) ?? Number.NaN);
    params.metric("alone_worst_us", sortedUs.at(-1) ?? Number.NaN);
    return answers;
  },

  check(answers, { tasks, size }) {
    expectEqual(answers, [...new Array(tasks * size).keys()], "the answers");
  },
} satisfies Workload<undefined, number[]>;
