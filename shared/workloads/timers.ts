import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { scramble } from "./support/seeded-random.ts";

const delays = 10; // milliseconds, 0 up to this

export default {
  name: "timers",
  about:
    "`size` timers due within 10 ms, and as many cleared: shows what timers cost, and how late they are (late_p99_ms)",
  defaults: { tasks: 1, size: 25_000 },
  threaded: false,
  singleThreaded: true,
  groups: ["upgrade"],

  async run(params) {
    const count = params.tasks * params.size;
    const wrong = Array.from({ length: count }, () => setTimeout(() => fired.push(-1), delays));
    const fired: number[] = [];
    const late: number[] = [];
    await new Promise<void>((resolve) => {
      for (let index = 0; index < count; index++) {
        const delay = scramble(index) % delays;
        const due = performance.now() + delay;
        setTimeout(() => {
          fired.push(index);
          late.push(performance.now() - due);
          if (fired.length === count) resolve();
        }, delay);
      }
      for (const timer of wrong) clearTimeout(timer);
    });
    late.sort((a, b) => a - b);
    const p99 = late[Math.ceil(0.99 * count) - 1];
    if (p99 !== undefined) params.metric("late_p99_ms", p99);
    return fired.sort((a, b) => a - b);
  },

  check(fired, { tasks, size }) {
    expectEqual(fired, [...new Array(tasks * size).keys()], "the timers that fired");
  },
} satisfies Workload<undefined, number[]>;
