import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Executor, InlineExecutor, ThreadPoolExecutor } from "../../runners/mod.ts";
import { arrivalsAt, arrivedAt, closedGate, openGate } from "../fixtures/gate.ts";
import { listOf } from "../fixtures/list-of.ts";
import { nextTurn } from "../fixtures/next-turn.ts";
import { add, fail, failAt, identity, later, pass } from "../fixtures/tasks.ts";

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

async function* counted(from: number, to: number): AsyncGenerator<number> {
  for (let i = from; i <= to; i++) yield i;
}

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Gives the items, and calls back for each before. */
function* watched<T>(items: Iterable<T>, taken: () => void): Generator<T> {
  for (const item of items) {
    taken();
    yield item;
  }
}

/** Numbers without end; says when it is closed. */
function* closing(name: string, closed: string[]): Generator<number> {
  try {
    for (let i = 0; ; i++) yield i;
  } finally {
    closed.push(name);
  }
}

async function* closingAsync(name: string, closed: string[]): AsyncGenerator<number> {
  yield* closing(name, closed);
}

function isEmptyObject(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).length === 0
  );
}

const executors: Record<string, () => Executor> = {
  "ThreadPoolExecutor.map": () => new ThreadPoolExecutor({ maxWorkers: 2 }),
  "InlineExecutor.map": () => new InlineExecutor(),
};

for (const [name, make] of Object.entries(executors)) {
  describe(name, () => {
    it("gives the results in order, whatever the chunkSize", async () => {
      await using executor = make();
      const numbers = Array.from({ length: 10 }, (_, i) => i);
      for (const chunkSize of [1, 3, 10, 50]) {
        const sums = await listOf(executor.map(add, numbers, numbers, { chunkSize }));
        assert.deepEqual(sums, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
      }
    });

    it("gives a result only after those before it", async () => {
      await using executor = make();
      assert.deepEqual(await listOf(executor.map(later, [30, 1], ["slow", "fast"])), ["slow", "fast"]);
    });

    it("ends with the shortest of several iterables, of any kind", async () => {
      await using executor = make();
      assert.deepEqual(await listOf(executor.map(add, new Set([1, 2, 3]), [10, 20].values())), [11, 22]);
      assert.deepEqual(await listOf(executor.map(add, [], [1, 2])), []);
      assert.deepEqual(await listOf(executor.map(identity, "abc")), ["a", "b", "c"]);
    });

    it("gives the results before a failure, then the failure, then nothing", async () => {
      await using executor = make();
      for (const chunkSize of [1, 2, 3, 10]) {
        const results = executor.map(failAt, [0, 1, 2, 3, 4], [3, 3, 3, 3, 3], { chunkSize });
        const got: unknown[] = [];
        await assert.rejects(
          async () => {
            for await (const result of results) got.push(result);
          },
          { constructor: RangeError, message: "at 3" },
        );
        assert.deepEqual(got, [0, 1, 2]);
        assert.deepEqual(await results.next(), { done: true, value: undefined });
      }
    });

    it("takes a timeoutMs longer than any timer, and none that is no time", async () => {
      await using executor = make();
      assert.deepEqual(await listOf(executor.map(identity, [1, 2], { timeoutMs: 2 ** 40 })), [1, 2]);
      for (const timeoutMs of [-1, Number.NaN, null as never, "5" as never]) {
        assert.throws(() => executor.map(identity, [1], { timeoutMs }), {
          name: "RangeError",
          message: /timeoutMs/,
        });
      }
    });

    it("takes async iterables, also mixed with others", async () => {
      await using executor = make();
      const stream = new ReadableStream({
        start(controller) {
          for (const n of [1, 2, 3]) controller.enqueue(n);
          controller.close();
        },
      });
      assert.deepEqual(
        await listOf(executor.map(identity, stream as unknown as AsyncIterable<number>)),
        [1, 2, 3],
      );
      assert.deepEqual(await listOf(executor.map(add, counted(1, 3), [10, 20])), [11, 22]);
      assert.deepEqual(await listOf(executor.map(add, [10, 20, 30], counted(1, 2))), [11, 22]);
      for (const chunkSize of [1, 2, 5]) {
        const sums = await listOf(
          executor.map(add, counted(1, 5), counted(1, 9), { chunkSize, bufferSize: 3 }),
        );
        assert.deepEqual(sums, [2, 4, 6, 8, 10]);
      }
    });

    it("takes what is left of an endless async iterable that never waits, and is left all the same", async () => {
      await using executor = make();
      const got: unknown[] = [];
      for await (const n of executor.map(identity, counted(0, Number.POSITIVE_INFINITY)))
        if (got.push(n) === 20) break;
      assert.deepEqual(got, range(20));
    });

    it("takes an iterable whose async iterator is none for one that is not async", async () => {
      await using executor = make();
      for (const none of [undefined, null]) {
        const iterable = { [Symbol.iterator]: () => [1, 2].values(), [Symbol.asyncIterator]: none };
        assert.deepEqual(await Array.fromAsync(executor.map(identity, iterable as Iterable<number>)), [1, 2]);
      }
    });

    it("throws a TypeError for an iterator, or a result of one, that is no object", {
      timeout: 10_000,
    }, async () => {
      await using executor = make();
      const odd = [
        { [Symbol.iterator]: () => 5 },
        { [Symbol.asyncIterator]: () => undefined },
        { [Symbol.iterator]: () => ({ next: () => 5 }) },
        { [Symbol.iterator]: () => ({ next: () => Symbol("s") }) },
        { [Symbol.asyncIterator]: () => ({ next: async () => 5 }) },
      ];
      for (const iterable of odd) {
        await assert.rejects(
          async () => Array.fromAsync(executor.map(identity, iterable as never)),
          /^TypeError: Iterator (result )?\S+ is not an object$/,
        );
      }
    });

    it("throws a TypeError at once for what is no iterable, and says what it takes", async () => {
      await using executor = make();
      const none = [
        5,
        undefined,
        null,
        true,
        1n,
        Symbol("s"),
        {},
        { length: 3 },
        () => [1],
        Promise.resolve([1]),
        new Date(),
        new WeakMap(),
      ];
      for (const value of none) {
        for (const args of [
          [value],
          [value, [1]],
          [value, {}],
          ...(value === undefined || isEmptyObject(value) ? [] : [[[1], value]]),
        ]) {
          assert.throws(
            () => executor.map(identity as never, ...(args as [])),
            { name: "TypeError", message: /^Cannot map task "identity" over .* iterables/ },
            String(args.length),
          );
        }
      }
      assert.deepEqual(await listOf(executor.map(identity, [1], undefined as never)), [1]);
      assert.deepEqual(await listOf(executor.map(identity, [1], {})), [1]);
    });

    it("is never further ahead of who reads than bufferSize", async () => {
      await using executor = make();
      for (const isAsync of [false, true]) {
        for (const options of [
          { bufferSize: 1 },
          { bufferSize: 4 },
          { bufferSize: 4, chunkSize: 2 },
          { bufferSize: 3, chunkSize: 10 },
        ]) {
          let taken = 0;
          let read = 0;
          let most = 0;
          const look = (): void => {
            taken += 1;
            most = Math.max(most, taken - read);
          };
          const numbers = watched(range(30), look);
          for await (const _ of executor.map(identity, isAsync ? asyncOf(numbers) : numbers, options)) {
            read += 1;
            if (read % 7 === 0) await nextTurn();
          }
          assert.equal(read, 30);
          assert.equal(most, options.bufferSize);
        }
      }
    });

    it("goes on to fill its buffer while a result is being used", async () => {
      await using executor = make();
      let taken = 0;
      const results = executor.map(
        identity,
        watched(range(10), () => taken++),
        { bufferSize: 2 },
      );
      assert.equal(taken, 2);
      await results.next();
      await nextTurn();
      assert.equal(taken, 3);
      await nextTurn();
      assert.equal(taken, 3);
      assert.deepEqual(await listOf(results), range(10).slice(1));
    });

    it("closes its iterables when it is left, when a call fails, and when another one ends first", async () => {
      await using executor = make();
      for (const chunkSize of [1, 2]) {
        for (const bufferSize of [2, 5]) {
          const closed: string[] = [];
          for await (const _ of executor.map(add, closing("a", closed), closingAsync("b", closed), {
            bufferSize,
            chunkSize,
          }))
            break;
          assert.deepEqual(closed, ["a", "b"]);
          await assert.rejects(
            listOf(executor.map(failAt, closing("c", closed), range(9).fill(3), { bufferSize, chunkSize })),
            RangeError,
          );
          await nextTurn();
          await listOf(executor.map(add, [1], closing("d", closed), { bufferSize, chunkSize }));
          await listOf(
            executor.map(add, counted(1, 1), closingAsync("e", closed), { bufferSize, chunkSize }),
          );
          assert.deepEqual(closed, ["a", "b", "c", "d", "e"]);
        }
      }
    });

    it("is left although an async iterable waits for something, and closes it when that has come", async () => {
      await using executor = make();
      const closed: string[] = [];
      let isWaiting = false;
      let come: () => void = () => {};
      async function* waiting(): AsyncGenerator<number> {
        try {
          yield 1;
          isWaiting = true;
          await new Promise<void>((resolve) => {
            come = resolve;
          });
          yield 2;
        } finally {
          closed.push("waiting");
        }
      }
      for await (const _ of executor.map(identity, waiting())) {
        while (!isWaiting) await nextTurn();
        break;
      }
      assert.deepEqual(closed, []);
      come();
      await nextTurn();
      assert.deepEqual(closed, ["waiting"]);
      const late = executor.map(identity, waiting(), { timeoutMs: 1_000 });
      await late.next();
      await assert.rejects(late.next(), { name: "TimeoutError" });
    });

    it("rejects return with what closing an iterable throws", async () => {
      await using executor = make();
      const broken: Iterable<number> = {
        [Symbol.iterator]: () => ({
          next: () => ({ value: 1 }),
          return: () => {
            throw new SyntaxError("in return");
          },
        }),
      };
      const results = executor.map(identity, broken, { bufferSize: 1 });
      await assert.rejects(results.return?.() as Promise<unknown>, { name: "SyntaxError" });
      assert.deepEqual(await results.next(), { done: true, value: undefined });
    });

    it("gives what an iterable has given before it throws, whatever the chunkSize", async () => {
      await using executor = make();
      async function* broken(): AsyncGenerator<number> {
        yield* [1, 2, 3];
        throw new SyntaxError("in the iterable");
      }
      for (const chunkSize of [1, 2, 10]) {
        const got: unknown[] = [];
        await assert.rejects(
          async () => {
            for await (const n of executor.map(identity, broken(), { chunkSize })) got.push(n);
          },
          { name: "SyntaxError" },
        );
        assert.deepEqual(got, [1, 2, 3]);
      }
    });

    it("throws a RangeError for a bufferSize that is no integer of at least 1", () => {
      const executor = make();
      for (const bufferSize of [
        0,
        -1,
        1.5,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        "5" as never,
        null as never,
      ]) {
        assert.throws(() => executor.map(identity, [1], { bufferSize }), {
          name: "RangeError",
          message: /bufferSize/,
        });
      }
    });

    it("throws a RangeError for a chunkSize below 1", () => {
      const executor = make();
      for (const chunkSize of [0, -1, 1.5, Number.NaN]) {
        assert.throws(() => executor.map(identity, [1], { chunkSize }), {
          name: "RangeError",
          message: /chunkSize/,
        });
      }
    });

    it("throws after shutdown, as submit does", async () => {
      const executor = make();
      await executor.shutdown();
      await assert.rejects(async () => listOf(executor.map(identity, [1])), /shut down/);
    });

    it("ends with a TimeoutError when a result is late, and keeps those that were in time", async () => {
      await using executor = make();
      // Starting threads is not what is timed here.
      await listOf(executor.map(later, [1, 1], ["x", "y"]));
      const got: unknown[] = [];
      await assert.rejects(
        async () => {
          for await (const x of executor.map(later, [0, 0, 5_000], ["a", "b", "c"], { timeoutMs: 1_000 }))
            got.push(x);
        },
        { name: "TimeoutError" },
      );
      assert.deepEqual(got, ["a", "b"]);
    });

    it("computes everything although nobody asks for the results", async () => {
      const executor = make();
      executor.map(add, [1, 2, 3], [1, 2, 3]);
      await executor.shutdown();
      assert.equal(executor.stats().completed, 3);
    });

    it("passes on what an iterable throws", async () => {
      await using executor = make();
      function* broken(): Generator<number> {
        yield 1;
        throw new SyntaxError("in the iterable");
      }
      const results = executor.map(identity, broken());
      assert.deepEqual(await results.next(), { done: false, value: 1 });
      await assert.rejects(results.next(), { name: "SyntaxError" });
    });

    it("reports no unhandled rejection for results that nobody asks for", async () => {
      await using executor = make();
      const results = executor.map(fail, ["a", "b"]);
      await assert.rejects(results.next(), { message: "a" });
    });
  });
}

describe("ThreadPoolExecutor.map", () => {
  it("takes time in proportion to its calls, with maxQueue and without", async () => {
    for (const options of [{}, { maxQueue: 100 }]) {
      await using pool = new ThreadPoolExecutor({ maxWorkers: 2, ...options });
      const msFor = async (calls: number): Promise<number> => {
        const began = performance.now();
        for await (const _ of pool.map(identity, range(calls)));
        return performance.now() - began;
      };
      await msFor(5_000);
      const few = await msFor(5_000);
      // Sixteen times as many. In proportion to the square that would be 256 times.
      const many = await msFor(80_000);
      assert.ok(many < 100 * few, `${many} ms and ${few} ms`);
    }
  });

  it("cancels the rest when its loop is left", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    for await (const result of pool.map(
      identity,
      Array.from({ length: 100 }, (_, i) => i),
    )) {
      if (result === 1) break;
    }
    assert.equal(pool.stats().queued, 0);
    assert.ok(pool.stats().completed < 10);
  });

  it("cancels all when it is left before it has begun", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await pool.map(identity, [1, 2, 3]).return?.();
    assert.equal(pool.stats().queued, 0);
  });

  it("does not run what waits when it ends with a TimeoutError", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const gate = closedGate();
    const first = pool.submit(pass, gate);
    await arrivalsAt(gate, 1);
    await assert.rejects(listOf(pool.map(pass, [gate, gate], { timeoutMs: 0 })), { name: "TimeoutError" });
    openGate(gate);
    await first;
    await pool.shutdown();
    assert.equal(arrivedAt(gate), 1);
  });

  it("takes from an endless iterable only as much as maxQueue has room for", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2, maxQueue: 3 });
    function* endless(): Generator<number> {
      for (let i = 0; ; i++) yield i;
    }
    const got: unknown[] = [];
    for await (const result of pool.map(identity, endless())) {
      got.push(result);
      if (got.length === 20) break;
    }
    assert.deepEqual(
      got,
      Array.from({ length: 20 }, (_, i) => i),
    );
  });

  it("settles all its results when the workers die", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const { exitWith } = await import("../fixtures/faults.ts");
    await assert.rejects(listOf(pool.map(exitWith, [1, 2, 3, 4], { chunkSize: 2 })), {
      name: "WorkerExitedError",
    });
  });
});
