import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { splitRange } from "./support/split-range.ts";

type Matrix = number[][];

export const multiply = task(import.meta.url, function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((factors) => {
    const sums = new Array<number>(b.length).fill(0);
    for (let k = 0; k < b.length; k++) {
      const factor = factors[k] ?? 0;
      const row = b[k] ?? [];
      for (let column = 0; column < row.length; column++) {
        sums[column] = (sums[column] ?? 0) + factor * (row[column] ?? 0);
      }
    }
    return sums;
  });
});

export default {
  name: "matmul-arrays",
  about:
    "product of two matrices of nested arrays, cloned to each task: shows what copying takes from threads",
  defaults: { tasks: 4, size: 300 },
  threaded: true,

  setup: ({ size }) => ({
    a: matrix(size, (row, column) => row + column),
    b: matrix(size, (row, column) => row - column),
  }),

  run: ({ tasks, size }, { a, b }) =>
    TaskGroup.run(async (group) => {
      const parts = splitRange(size, tasks).map(({ start, end }) =>
        group.createTask(toThread(multiply, a.slice(start, end), b)),
      );
      return (await Promise.all(parts)).flat();
    }),

  /** The sum over k of (row + k) (k - column), multiplied out. */
  check(product, { size }) {
    const sumOfK = (size * (size - 1)) / 2;
    const sumOfSquares = (size * (size - 1) * (2 * size - 1)) / 6;
    const expected = matrix(size, (row, column) => {
      return sumOfSquares + (row - column) * sumOfK - size * row * column;
    });
    expectEqual(product, expected, "the product");
  },
} satisfies Workload<{ a: Matrix; b: Matrix }, Matrix>;

function matrix(size: number, cell: (row: number, column: number) => number): Matrix {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => cell(row, column)),
  );
}
