import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

interface Heard {
  /** Listeners that heard of an abort. */
  direct: number;
  /** Of those, through a signal that follows two others. */
  combined: number;
  /** Listeners that had been removed, and must not hear. */
  removed: number;
}

export default {
  name: "abort-signal",
  about:
    "makes, combines and aborts signals: shows what cancellation costs a program that has it everywhere (aborts_per_s)",
  defaults: { tasks: 1, size: 6_000 },
  threaded: false,
  singleThreaded: true,
  groups: ["upgrade"],

  run(params) {
    const count = params.tasks * params.size;
    const heard: Heard = { direct: 0, combined: 0, removed: 0 };
    const forever = new AbortController(); // Outlives all the others, as a program's own signal does.
    const start = performance.now();
    for (let index = 0; index < count; index++) {
      const controller = new AbortController();
      const combined = AbortSignal.any([controller.signal, forever.signal]);
      const removed = (): number => heard.removed++;
      controller.signal.addEventListener("abort", () => heard.direct++, { once: true });
      combined.addEventListener("abort", () => heard.combined++, { once: true });
      combined.addEventListener("abort", removed);
      combined.removeEventListener("abort", removed);
      controller.abort();
    }
    params.metric("aborts_per_s", (1000 * count) / (performance.now() - start), { better: "higher" });
    return heard;
  },

  check(heard, { tasks, size }) {
    expectEqual(heard, { direct: tasks * size, combined: tasks * size, removed: 0 }, "who heard");
  },
} satisfies Workload<undefined, Heard>;
