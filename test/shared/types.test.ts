import { describe, it } from "node:test";
import {
  type Executor,
  type Future,
  getDefaultExecutor,
  type Task,
  task,
  toThread,
} from "../../runners/mod.ts";

// The compiler does these tests, when `npm run check` looks at them: what must not compile is marked so, and the
// marks are errors where it does. Nothing here runs but the empty tests themselves.

const here = import.meta.url;

function compiles(_body: () => unknown): void {}

const repeat = task(here, function repeat(text: string, times: number): string {
  return text.repeat(times);
});
const size = task(here, async function size(list: readonly unknown[], factor?: number): Promise<bigint> {
  return BigInt(list.length * (factor ?? 1));
});
const sum = task(here, function sum(...numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
});

describe("task", () => {
  it("keeps the types of its function", () =>
    compiles(() => {
      const text: string = repeat("x", 2);
      const large: Promise<bigint> = size([1]);
      const same: Task<[text: string, times: number], string> = repeat.with({ timeoutMs: 5 });
      // @ts-expect-error it returns a string
      const wrong: number = repeat("x", 2);
      // @ts-expect-error times is missing
      repeat("x");
      // @ts-expect-error there is no such option
      repeat.with({ timeout: 5 });
      return [text, large, same, wrong];
    }));
});

describe("toThread and submit", () => {
  it("take the task's arguments, and give a Future of its awaited result", () =>
    compiles(() => {
      const executor: Executor = getDefaultExecutor();
      const text: Future<string> = toThread(repeat, "x", 2);
      const large: Future<bigint> = executor.submit(size, [1], 2);
      const few: Future<bigint> = toThread(size, []);
      const total: Future<number> = toThread(sum, 1, 2, 3);
      // @ts-expect-error the second argument is a number
      toThread(repeat, "x", "2");
      // @ts-expect-error there are too few arguments
      executor.submit(repeat, "x");
      // @ts-expect-error there are too many
      executor.submit(repeat, "x", 2, 3);
      // @ts-expect-error it is no task
      toThread((n: number) => n, 1);
      // @ts-expect-error the result is awaited, and a bigint
      const wrong: Future<Promise<bigint>> = toThread(size, []);
      return [text, large, few, total, wrong];
    }));
});

describe("map", () => {
  it("takes an iterable for each argument, and options behind them", () =>
    compiles(() => {
      const executor = getDefaultExecutor();
      const texts: AsyncIterableIterator<string> = executor.map(repeat, ["x"], new Set([1, 2]));
      const slow: AsyncIterableIterator<string> = executor.map(repeat, "xy", [1, 2], {
        chunkSize: 2,
        timeoutMs: 5,
      });
      const sums: AsyncIterableIterator<number> = executor.map(sum, [1], [2], [3]);
      // @ts-expect-error the second iterable is of strings
      executor.map(repeat, ["x"], ["2"]);
      // @ts-expect-error the second iterable is missing
      executor.map(repeat, ["x"]);
      // @ts-expect-error there is no such option
      executor.map(repeat, ["x"], [1], { chunksize: 2 });
      return [texts, slow, sums];
    }));
});

describe("an initializer", () => {
  it("is a task, alone or with its arguments", async () => {
    const { ThreadPoolExecutor } = await import("../../runners/mod.ts");
    const setUp = task(here, function setUp() {});
    compiles(() => [
      new ThreadPoolExecutor({ initializer: setUp }),
      new ThreadPoolExecutor({ initializer: [repeat, "x", 2] }),
      // @ts-expect-error a function that is no task
      new ThreadPoolExecutor({ initializer: () => {} }),
    ]);
  });
});
