import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Executor, InlineExecutor, ThreadPoolExecutor } from "../../runners/mod.ts";
import { arrivalsAt, arrivedAt, closedGate, openGate } from "../fixtures/gate.ts";
import { listOf } from "../fixtures/list-of.ts";
import { add, fail, failAt, identity, later, pass } from "../fixtures/tasks.ts";

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
