import { expectEqual } from "../expect-equal.ts";
import { quantile } from "../quantile.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { echo } from "./dispatch/echo.ts";

export default {
  name: "dispatch-alone",
  about:
    "`size` no-op tasks, 10 ms between two: shows what a task's way takes when everybody has gone to sleep",
  defaults: { tasks: 1, size: 20 },
  threaded: true,
  groups: ["dispatch"],

  async run(params) {
    const answers: number[] = [];
    const times = new Float64Array(params.tasks * params.size);
    for (let index = 0; index < times.length; index++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const start = performance.now();
      answers.push(await toThread(echo, index));
      times[index] = 1000 * (performance.now() - start);
    }
    times.sort();
    params.metric("alone_median_us", quantile(times, 0.5) ?? Number.NaN);
    params.metric("alone_worst_us", times.at(-1) ?? Number.NaN);
    return answers;
  },

  check(answers, { tasks, size }) {
    expectEqual(answers, [...new Array(tasks * size).keys()], "the answers");
  },
} satisfies Workload<undefined, number[]>;
