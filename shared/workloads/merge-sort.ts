import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import { transferResult } from "../transfer-result.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { rememberLast } from "./support/remember-last.ts";
import { seededRandom } from "./support/seeded-random.ts";

type Numbers = Uint32Array<ArrayBuffer>;

/** Sorts bottom-up: runs of 1, 2, 4 … numbers, merged in pairs from one array into the other. */
export const sort = task(import.meta.url, function sort(numbers: Numbers): Numbers {
  let from = numbers;
  let to = new Uint32Array(numbers.length);
  for (let width = 1; width < numbers.length; width *= 2) {
    for (let start = 0; start < numbers.length; start += 2 * width) mergeRuns(from, to, start, width);
    [from, to] = [to, from];
  }
  return transferResult(from, [from.buffer]);
});

/** Merges two neighbours, each `width` long or cut short by the end. */
function mergeRuns(from: Numbers, to: Numbers, start: number, width: number): void {
  const middle = Math.min(start + width, from.length);
  const end = Math.min(start + 2 * width, from.length);
  let left = start;
  let right = middle;
  for (let index = start; index < end; index++) {
    const a = from[left] ?? 0;
    const b = from[right] ?? 0;
    const takeLeft = right >= end || (left < middle && a <= b);
    to[index] = takeLeft ? a : b;
    if (takeLeft) left++;
    else right++;
  }
}

/** Merges two sorted arrays. */
export const merge = task(import.meta.url, function merge(first: Numbers, second: Numbers): Numbers {
  const merged = new Uint32Array(first.length + second.length);
  let left = 0;
  let right = 0;
  for (let index = 0; index < merged.length; index++) {
    const a = first[left] ?? 0;
    const b = second[right] ?? 0;
    const takeLeft = right >= second.length || (left < first.length && a <= b);
    merged[index] = takeLeft ? a : b;
    if (takeLeft) left++;
    else right++;
  }
  return transferResult(merged, [merged.buffer]);
});

export default {
  name: "merge-sort",
  about:
    "sorts parts on threads, then merges pair by pair, all arrays transferred: shows work that cannot stay parallel",
  defaults: { tasks: 8, size: 12_500 },
  threaded: true,
  groups: ["default", "upgrade"],

  setup: ({ tasks, size }) => unsorted(tasks * size),

  run: ({ tasks, size }, numbers) =>
    TaskGroup.run((group) => {
      const parts = Array.from({ length: tasks }, (_, index) => {
        const part = numbers.slice(index * size, (index + 1) * size);
        return group.createTask(toThread(sort.with({ transfer: [part.buffer] }), part));
      });
      return mergeAll(group, parts);
    }),

  check(sorted, { tasks, size }) {
    expectEqual(sorted, expectedOrder(tasks * size), "the sorted array");
  },
} satisfies Workload<Numbers, Numbers>;

/** Merges halves of halves, each pair as soon as both of its parts are there. */
async function mergeAll(group: TaskGroup, parts: readonly PromiseLike<Numbers>[]): Promise<Numbers> {
  const [only] = parts;
  if (only === undefined || parts.length === 1) return only ?? new Uint32Array();
  const middle = Math.floor(parts.length / 2);
  const halves = [parts.slice(0, middle), parts.slice(middle)].map((half) => mergeAll(group, half));
  const [left = new Uint32Array(), right = new Uint32Array()] = await Promise.all(halves);
  return group.createTask(toThread(merge.with({ transfer: [left.buffer, right.buffer] }), left, right));
}

function unsorted(length: number): Numbers {
  const random = seededRandom(length);
  return Uint32Array.from({ length }, () => random());
}

/** Another way: the runtime's own sort. */
const expectedOrder = rememberLast((length: number): Numbers => unsorted(length).sort());
