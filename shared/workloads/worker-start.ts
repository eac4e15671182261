import { task } from "../task.ts";
import { ThreadPerTaskExecutor } from "../thread-per-task-executor.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

export const echo = task(import.meta.url, function echo(value: number): number {
  return value;
});

export default {
  name: "worker-start",
  about:
    "`size` fresh threads one after the other, each for one message: shows what starting a thread costs (start_ms)",
  defaults: { tasks: 1, size: 3 },
  threaded: false,
  groups: ["upgrade"],

  setup: () => new ThreadPerTaskExecutor({ maxWorkers: 1 }),

  async run(params, executor) {
    const count = params.tasks * params.size;
    const answers: number[] = [];
    const start = performance.now();
    for (let value = 0; value < count; value++) answers.push(await executor.submit(echo, value));
    params.metric("start_ms", (performance.now() - start) / count);
    return answers;
  },

  check(answers, { tasks, size }) {
    expectEqual(answers, [...new Array(tasks * size).keys()], "the answers");
  },

  teardown: (executor) => executor.shutdown(),
} satisfies Workload<ThreadPerTaskExecutor, number[]>;
