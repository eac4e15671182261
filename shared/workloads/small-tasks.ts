import { type Task, task } from "../task.ts";
import { toThread } from "../to-thread.ts";
import type { Workload, WorkloadParams } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { scramble } from "./support/seeded-random.ts";

/** How long one task takes, in microseconds. */
const steps: readonly number[] = [10, 100, 1000];

/** Works for so many rounds, and gives what came of it. */
export const work: Task<[seed: number, rounds: number], number> = task(
  import.meta.url,
  function work(...call) {
    return scrambleOften(...call);
  },
);

export default {
  name: "small-tasks",
  about:
    "tasks of 10, 100 and 1000 microseconds, against the same inline: shows from which size on threads pay",
  defaults: { tasks: 1, size: 20_000 },
  threaded: true,
  groups: ["dispatch"],

  setup: () => roundsPerUs(),

  async run(params, perUs) {
    const right: number[] = [];
    const speedUps: number[] = [];
    for (const us of steps) {
      const rounds = Math.ceil(us * perUs);
      const seeds = Array.from({ length: countOf(params, us) }, (_, index) => index + 1);
      const start = performance.now();
      const inline = seeds.map((seed) => scrambleOften(seed, rounds));
      const middle = performance.now();
      const threaded = await Promise.all(seeds.map((seed) => toThread(work, seed, rounds)));
      const speedUp = (middle - start) / (performance.now() - middle);
      params.metric(`speedup_${us}us_x`, speedUp, { better: "higher" });
      speedUps.push(speedUp);
      right.push(threaded.filter((value, index) => value === inline[index]).length);
    }
    const breakEven = breakEvenUs(speedUps);
    if (breakEven !== undefined) params.metric("pays_from_us", breakEven);
    return right;
  },

  check(right, params) {
    const all = steps.map((us) => countOf(params, us));
    expectEqual(right, all, "how many results are the same inline and on a thread");
  },
} satisfies Workload<number, number[]>;

/** How many tasks there are of one length: together they work for `size` microseconds. */
function countOf({ tasks, size }: WorkloadParams, us: number): number {
  return Math.ceil((tasks * size) / us);
}

/**
 * How long a task has to be for threads to be as fast as inline: between two steps, on the straight line between the
 * logarithms. The first step if that is already faster, `undefined` if none is.
 */
function breakEvenUs(speedUps: readonly number[]): number | undefined {
  const place = speedUps.findIndex((speedUp) => speedUp >= 1);
  const us = steps[place];
  const speedUp = speedUps[place];
  const shorterUs = steps[place - 1];
  const slowDown = speedUps[place - 1];
  if (us === undefined || speedUp === undefined) return undefined;
  if (shorterUs === undefined || slowDown === undefined) return us;
  const way = Math.log(slowDown) / (Math.log(slowDown) - Math.log(speedUp));
  return shorterUs * (us / shorterUs) ** way;
}

function scrambleOften(seed: number, rounds: number): number {
  let value = seed;
  for (let round = 0; round < rounds; round++) value = scramble(value);
  return value;
}

/** How many rounds of the task take a microsecond here: of several trials, the fastest. */
function roundsPerUs(): number {
  const rounds = 200_000;
  let best = 0;
  for (let trial = 0; trial < 10; trial++) {
    const start = performance.now();
    scrambleOften(trial, rounds);
    best = Math.max(best, rounds / (1000 * (performance.now() - start)));
  }
  return best;
}
