import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

/**
 * In how many ways `size` queens fit on their board without attacking each other, counting only those whose first
 * two queens stand on one of the task's squares: every `tasks`-th pair of columns, from `part` on.
 */
export const countPlacements = task(
  import.meta.url,
  function countPlacements(size: number, part: number, tasks: number): number {
    const board = 2 ** size - 1;
    let count = 0;
    for (let pair = part; pair < size * size; pair += tasks) {
      const first = 1 << Math.floor(pair / size);
      const second = 1 << (pair % size);
      if (((first | (first << 1) | (first >> 1)) & second) !== 0) continue;
      const left = ((first << 1) | second) << 1;
      const right = ((first >> 1) | second) >> 1;
      count += placements(board, first | second, left, right);
    }
    return count;
  },
);

/** Each number is a set of columns: of the board, taken, and attacked along either diagonal in the next row. */
function placements(board: number, taken: number, left: number, right: number): number {
  if (taken === board) return 1;
  let count = 0;
  for (let free = board & ~(taken | left | right); free !== 0; free &= free - 1) {
    const queen = free & -free;
    count += placements(board, taken | queen, (left | queen) << 1, (right | queen) >> 1);
  }
  return count;
}

export default {
  name: "n-queens",
  about:
    "ways to place `size` queens, by recursion: shows function calls and bit operations without any memory",
  defaults: { tasks: 10, size: 13 },
  threaded: true,

  setup({ size }) {
    if (size < 2 || size >= published.length) {
      throw new RangeError(`Cannot place ${size} queens: size has to be 2 to ${published.length - 1}`);
    }
  },

  run: ({ tasks, size }) =>
    TaskGroup.run(async (group) => {
      const counts = Array.from({ length: tasks }, (_, part) =>
        group.createTask(toThread(countPlacements, size, part, tasks)),
      );
      return (await Promise.all(counts)).reduce((total, count) => total + count);
    }),

  check(count, { size }) {
    expectEqual(count, published[size], "the number of placements");
  },
} satisfies Workload<void, number>;

/** OEIS A000170, from a board of 0 on. */
const published = [
  1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14_200, 73_712, 365_596, 2_279_184, 14_772_512, 95_815_104,
  666_090_624,
];
