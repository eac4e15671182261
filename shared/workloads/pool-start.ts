import type { Workload } from "../workload.ts";
import { echo } from "./support/dispatch/echo.ts";
import { expectEqual } from "./support/expect-equal.ts";

export default {
  name: "pool-start",
  about:
    "a new executor for each run, up to the first result of a no-op: shows what the first task waits for (start_ms)",
  defaults: { tasks: 1, size: 1 },
  threaded: true,
  groups: ["dispatch"],

  async run(params) {
    const count = params.tasks * params.size;
    const answers: number[] = [];
    const start = performance.now();
    for (let value = 0; value < count; value++) {
      const executor = await params.freshExecutor();
      answers.push(await executor.submit(echo, value));
    }
    params.metric("start_ms", (performance.now() - start) / count);
    return answers;
  },

  check(answers, { tasks, size }) {
    expectEqual(answers, [...new Array(tasks * size).keys()], "the answers");
  },
} satisfies Workload<undefined, number[]>;
