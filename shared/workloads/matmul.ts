import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { splitRange } from "./support/split-range.ts";

/** Square matrices of doubles, row after row, in memory that all threads see. */
interface Matrices {
  readonly a: Float64Array<SharedArrayBuffer>;
  readonly b: Float64Array<SharedArrayBuffer>;
  readonly product: Float64Array<SharedArrayBuffer>;
}

/** Computes some rows of the product, in place. */
export const multiplyRows = task(
  import.meta.url,
  function multiplyRows({ a, b, product }: Matrices, size: number, start: number, end: number): void {
    for (let row = start; row < end; row++) {
      const target = product.subarray(row * size, (row + 1) * size);
      target.fill(0);
      for (let k = 0; k < size; k++) {
        const factor = a[row * size + k] ?? 0;
        const source = k * size;
        for (let column = 0; column < size; column++) {
          target[column] = (target[column] ?? 0) + factor * (b[source + column] ?? 0);
        }
      }
    }
  },
);

export default {
  name: "matmul",
  about:
    "product of two matrices, rows shared out over one SharedArrayBuffer: shows threads with nothing to copy",
  defaults: { tasks: 8, size: 320 },
  threaded: true,
  groups: ["upgrade"],

  setup: ({ size }) => ({
    a: sharedMatrix(size, (row, column) => row + column),
    b: sharedMatrix(size, (row, column) => row - column),
    product: sharedMatrix(size, () => 0),
  }),

  run: ({ tasks, size }, matrices) =>
    TaskGroup.run((group) => {
      for (const { start, end } of splitRange(size, tasks)) {
        group.createTask(toThread(multiplyRows, matrices, size, start, end));
      }
      return matrices.product;
    }),

  /** The sum over k of (row + k) (k - column), multiplied out. */
  check(product, { size }) {
    const sumOfK = (size * (size - 1)) / 2;
    const sumOfSquares = (size * (size - 1) * (2 * size - 1)) / 6;
    const expected = sharedMatrix(size, (row, column) => {
      return sumOfSquares + (row - column) * sumOfK - size * row * column;
    });
    expectEqual(product, expected, "the product");
  },
} satisfies Workload<Matrices, Float64Array>;

function sharedMatrix(
  size: number,
  cell: (row: number, column: number) => number,
): Float64Array<SharedArrayBuffer> {
  const matrix = new Float64Array(new SharedArrayBuffer(8 * size * size));
  for (let index = 0; index < matrix.length; index++) {
    matrix[index] = cell(Math.floor(index / size), index % size);
  }
  return matrix;
}
