import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { rememberLast } from "./support/remember-last.ts";
import { splitRange } from "./support/split-range.ts";

const limit = 250;

/** For each of some rows of the picture, how many steps its points took to escape, `limit` for those that stay. */
export const stepsOfRows = task(
  import.meta.url,
  function stepsOfRows(size: number, start: number, end: number): number[] {
    const rows: number[] = [];
    for (let row = start; row < end; row++) {
      const y = imaginary(row, size);
      let steps = 0;
      for (let column = 0; column < size; column++) steps += stepsToEscape(real(column, size), y);
      rows.push(steps);
    }
    return rows;
  },
);

function stepsToEscape(x: number, y: number): number {
  let re = 0;
  let im = 0;
  let step = 0;
  while (step < limit && re * re + im * im <= 4) {
    const next = re * re - im * im + x;
    im = 2 * re * im + y;
    re = next;
    step++;
  }
  return step;
}

/** The picture: -2 to 0.5 and -1.25i to 1.25i; its lower half mirrors the upper one to the last bit. */
const real = (column: number, size: number): number => -2 + (2 * column + 1) * (1.25 / size);
const imaginary = (row: number, size: number): number => (2 * row + 1 - size) * (1.25 / size);

export default {
  name: "mandelbrot",
  about:
    "the Mandelbrot set in bands of rows that differ in cost: shows how well a pool evens out unequal tasks",
  defaults: { tasks: 16, size: 400 },
  threaded: true,
  groups: ["upgrade"],

  run: ({ tasks, size }) =>
    TaskGroup.run(async (group) => {
      const bands = splitRange(size, tasks).map(({ start, end }) =>
        group.createTask(toThread(stepsOfRows, size, start, end)),
      );
      return (await Promise.all(bands)).flat();
    }),

  check(rows, { size }) {
    expectEqual(rows, expectedRows(size), "steps by row");
  },
} satisfies Workload<undefined, number[]>;

/** Another way: points that stay are found by their orbit coming back to where it was; half the rows by mirroring. */
const expectedRows = rememberLast((size: number): number[] => {
  const rows = new Array<number>(size).fill(0);
  for (let row = 0; row < size / 2; row++) {
    let steps = 0;
    for (let column = 0; column < size; column++) {
      steps += stepsUnlessPeriodic(real(column, size), imaginary(row, size));
    }
    rows[row] = steps;
    rows[size - 1 - row] = steps;
  }
  return rows;
});

function stepsUnlessPeriodic(x: number, y: number): number {
  let [re, im, markedRe, markedIm, nextMark] = [0, 0, 0, 0, 8];
  for (let step = 0; step < limit; step++) {
    if (re * re + im * im > 4) return step;
    [re, im] = [re * re - im * im + x, 2 * re * im + y];
    if (re === markedRe && im === markedIm) return limit;
    if (step === nextMark) [markedRe, markedIm, nextMark] = [re, im, 2 * nextMark];
  }
  return limit;
}
