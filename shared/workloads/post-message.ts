import { task } from "../task.ts";
import { ThreadPerTaskExecutor } from "../thread-per-task-executor.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

/** Sends every number back, plus one, until it is told to stop with -1. */
export const answerUntilStopped = task(
  import.meta.url,
  function answerUntilStopped(port: MessagePort): Promise<void> {
    return new Promise((resolve) => {
      port.addEventListener("message", ({ data }: MessageEvent<number>) => {
        if (data >= 0) return port.postMessage(data + 1);
        port.close();
        resolve();
      });
      port.start();
    });
  },
);

interface Line {
  readonly executor: ThreadPerTaskExecutor;
  readonly port: MessagePort;
  readonly answering: PromiseLike<void>;
}

export default {
  name: "post-message",
  about:
    "round trips of a number between two threads, one at a time: shows what waking a thread costs (round_trip_us)",
  defaults: { tasks: 1, size: 1_000 },
  threaded: false,
  groups: ["upgrade"],

  setup() {
    const executor = new ThreadPerTaskExecutor({ maxWorkers: 1 });
    const { port1: port, port2: theirs } = new MessageChannel();
    port.start();
    const answering = executor.submit(answerUntilStopped.with({ transfer: [theirs] }), theirs);
    return { executor, port, answering };
  },

  async run(params, { port }) {
    const count = params.tasks * params.size;
    const start = performance.now();
    let value = 0;
    while (value < count) value = await ask(port, value);
    params.metric("round_trip_us", (1000 * (performance.now() - start)) / count);
    return value;
  },

  check(value, { tasks, size }) {
    expectEqual(value, tasks * size, "the last answer");
  },

  async teardown({ executor, port, answering }) {
    port.postMessage(-1);
    await answering;
    port.close();
    await executor.shutdown();
  },
} satisfies Workload<Line, number>;

function ask(port: MessagePort, value: number): Promise<number> {
  return new Promise((resolve) => {
    port.addEventListener("message", ({ data }: MessageEvent<number>) => resolve(data), { once: true });
    port.postMessage(value);
  });
}
