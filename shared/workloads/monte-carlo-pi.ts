import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { rememberLast } from "./support/remember-last.ts";
import { scramble } from "./support/seeded-random.ts";

/** How many of the random points `start .. end-1` lie in the quarter circle. */
export const countHits = task(import.meta.url, function countHits(start: number, end: number): number {
  let hits = 0;
  for (let point = start; point < end; point++) {
    const x = coordinate(2 * point);
    const y = coordinate(2 * point + 1);
    if (x * x + y * y < radius * radius) hits++;
  }
  return hits;
});

/** Random numbers are numbered, so each task starts where it likes. 26 bits: sums of two squares are exact. */
const coordinate = (index: number): number => scramble(index) >>> 6;
const radius = 2 ** 26;

export default {
  name: "monte-carlo-pi",
  about: "pi from seeded random points: shows integer and floating-point work that shares nothing at all",
  defaults: { tasks: 10, size: 500_000 },
  threaded: true,

  run: ({ tasks, size }) =>
    TaskGroup.run(async (group) => {
      const hits = Array.from({ length: tasks }, (_, index) =>
        group.createTask(toThread(countHits, index * size, (index + 1) * size)),
      );
      return (await Promise.all(hits)).reduce((total, count) => total + count);
    }),

  check(hits, { tasks, size }) {
    const points = tasks * size;
    expectEqual(hits, expectedHits(points), "the number of hits");
    const pi = (4 * hits) / points;
    const deviation = 4 * Math.sqrt(((Math.PI / 4) * (1 - Math.PI / 4)) / points);
    if (Math.abs(pi - Math.PI) > 6 * deviation) throw new RangeError(`pi is ${pi}, more than 6 sigma off`);
  },
} satisfies Workload<undefined, number>;

/** Another way: the points from last to first, in integers: y² is less than r² - x² = (r - x) (r + x). */
const expectedHits = rememberLast((points: number): number => {
  let misses = 0;
  for (let index = 2 * points - 1; index > 0; index -= 2) {
    const y = coordinate(index);
    const x = coordinate(index - 1);
    if (y * y >= (radius - x) * (radius + x)) misses++;
  }
  return points - misses;
});
