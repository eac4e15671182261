import { getDefaultExecutor } from "../default-executor.ts";
import { InlineExecutor } from "../inline-executor.ts";
import { toThread } from "../to-thread.ts";
import { UnsupportedError } from "../unsupported-error.ts";
import type { Workload } from "../workload.ts";
import { echo } from "./support/dispatch/echo.ts";
import { holdThread, letGo, newHold, threadsHeld } from "./support/dispatch/hold-thread.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { platform } from "./support/platform.ts";

/** What the process had before its first queue, in MiB: what was freed later may still be counted as resident. */
interface Baseline {
  residentMb: number | undefined;
}

export default {
  name: "queue-memory",
  about: "`size` no-op tasks that wait while every thread is held: shows what each of them keeps in memory",
  defaults: { tasks: 1, size: 20_000 },
  threaded: true,
  groups: ["dispatch"],

  setup: () => ({ residentMb: undefined }),

  async run(params, baseline) {
    if (getDefaultExecutor() instanceof InlineExecutor)
      throw new UnsupportedError("inline has no threads to hold");
    const count = params.tasks * params.size;
    const hold = newHold();
    const holding = Array.from({ length: params.threads }, () => toThread(holdThread, hold));
    await threadsHeld(hold, params.threads);
    const futures = new Array<PromiseLike<number>>(count);
    await platform().collectGarbage();
    const heapMb = platform().heapMb();
    baseline.residentMb ??= platform().residentMb();
    for (let index = 0; index < count; index++) futures[index] = toThread(echo, index);
    await platform().collectGarbage();
    params.metric("heap_per_task_bytes", (2 ** 20 * (platform().heapMb() - heapMb)) / count);
    params.metric("rss_per_task_bytes", (2 ** 20 * (platform().residentMb() - baseline.residentMb)) / count);
    letGo(hold);
    await Promise.all(holding);
    return Promise.all(futures);
  },

  check(answers, { tasks, size }) {
    expectEqual(answers, [...new Array(tasks * size).keys()], "the answers");
  },
} satisfies Workload<Baseline, number[]>;
