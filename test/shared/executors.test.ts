import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Executor,
  InlineExecutor,
  ThreadPerTaskExecutor,
  ThreadPoolExecutor,
  task,
} from "../../runners/mod.ts";
import { failureOf } from "../fixtures/failure-of.ts";
import { closedGate, openGate } from "../fixtures/gate.ts";
import { add, argumentsOf, fail, identity, later } from "../fixtures/tasks.ts";

// What holds for every executor.

const executors: Record<string, (options?: { maxWorkers?: number }) => Executor> = {
  ThreadPoolExecutor: (options) => new ThreadPoolExecutor({ maxWorkers: 2, ...options }),
  ThreadPerTaskExecutor: (options) => new ThreadPerTaskExecutor({ maxWorkers: 2, ...options }),
  InlineExecutor: () => new InlineExecutor(),
};

for (const [name, make] of Object.entries(executors)) {
  describe(name, () => {
    it("submit gives a future of the task's result", async () => {
      await using executor = make();
      const future = executor.submit(add, 40, 2);
      assert.equal(future.state, "pending");
      assert.equal(await future, 42);
      assert.equal(future.state, "fulfilled");
      assert.equal(future.name, "add");
    });

    it("submit gives a future that rejects with what the task threw", async () => {
      await using executor = make();
      const future = executor.submit(fail, "no");
      await assert.rejects(future, { constructor: RangeError, message: "no" });
      assert.equal(future.state, "rejected");
    });

    it("submit passes any number of arguments, also none, and undefined", async () => {
      await using executor = make();
      assert.deepEqual(await executor.submit(argumentsOf), []);
      assert.deepEqual(await executor.submit(argumentsOf, undefined), [undefined]);
      assert.deepEqual(await executor.submit(argumentsOf, 1, null, "x", undefined), [
        1,
        null,
        "x",
        undefined,
      ]);
      assert.equal(await executor.submit(identity), undefined);
    });

    it("submit of what is no task throws a TypeError that says what to do", () => {
      const executor = make();
      // @ts-expect-error a plain function is no task
      assert.throws(() => executor.submit((n: number) => n, 1), {
        name: "TypeError",
        message: /task\(import/,
      });
      // @ts-expect-error nor is nothing
      assert.throws(() => executor.submit(), TypeError);
    });

    it("submit of a task whose signal has aborted never runs it", async () => {
      await using executor = make();
      const reason = new Error("too late");
      const future = executor.submit(add.with({ signal: AbortSignal.abort(reason) }), 1, 2);
      assert.equal(future.state, "cancelled");
      assert.equal(await failureOf(future), reason);
      assert.equal(executor.stats().completed, 0);
    });

    it("submit throws after shutdown", async () => {
      const executor = make();
      await executor.shutdown();
      assert.throws(() => executor.submit(add, 1, 2), /shut down/);
    });

    it("shutdown waits for all that was submitted", async () => {
      const executor = make();
      const futures = Array.from({ length: 6 }, (_, i) => executor.submit(later, 5, i));
      await executor.shutdown();
      assert.deepEqual(
        futures.map(({ state }) => state),
        futures.map(() => "fulfilled"),
      );
      assert.deepEqual(await Promise.all(futures), [0, 1, 2, 3, 4, 5]);
    });

    it("shutdown({ wait: false }) finishes what was submitted, too", async () => {
      const executor = make();
      const futures = Array.from({ length: 4 }, (_, i) => executor.submit(later, 5, i));
      await executor.shutdown({ wait: false });
      assert.ok(futures.some(({ state }) => state === "pending" || state === "running"));
      assert.deepEqual(await Promise.all(futures), [0, 1, 2, 3]);
    });

    it("shutdown({ cancelFutures: true }) cancels what waits, and only that", async () => {
      const executor = make({ maxWorkers: 1 });
      const futures = Array.from({ length: 10 }, (_, i) => executor.submit(later, 5, i));
      const reasons = futures.map((future) => future.catch((error: Error) => error.name));
      await futures[0];
      await executor.shutdown({ cancelFutures: true });
      const results = await Promise.all(reasons);
      assert.equal(results[0], 0);
      assert.ok(results.filter((result) => result === "AbortError").length >= 7, String(results));
    });

    it("shutdown can be called again, also while the first one waits", async () => {
      const executor = make();
      const future = executor.submit(later, 5, "x");
      await Promise.all([executor.shutdown(), executor.shutdown(), executor.shutdown({ wait: false })]);
      await executor.shutdown();
      assert.equal(future.state, "fulfilled");
    });

    it("shutdown of an executor that was never used ends", async () => {
      await make().shutdown();
    });

    it("shutdown right after a cancel ends", async () => {
      const executor = make({ maxWorkers: 1 });
      await executor.submit(add, 1, 2);
      executor.submit(add, 1, 2).cancel();
      await executor.shutdown();
    });

    it("await using shuts it down", async () => {
      let kept: Executor;
      {
        await using executor = make();
        void executor.submit(add, 1, 2);
        kept = executor;
      }
      assert.throws(() => kept.submit(add, 1, 2), /shut down/);
    });

    it("a cancelled task that waits never runs", async () => {
      await using executor = make({ maxWorkers: 1 });
      const first = executor.submit(later, 20, "first");
      const reason = new Error("not needed");
      const second = executor.submit(fail, "it ran");
      assert.equal(second.cancel(reason), true);
      assert.equal(second.state, "cancelled");
      assert.equal(await failureOf(second), reason);
      assert.equal(await first, "first");
      assert.equal(executor.stats().completed, 1);
    });

    it("cancel of a finished task is false and changes nothing", async () => {
      await using executor = make();
      const future = executor.submit(add, 1, 2);
      await future;
      assert.equal(future.cancel(), false);
      assert.equal(await future, 3);
    });

    it("timeoutMs counts from the start of running, and not while the task waits", async () => {
      await using executor = make({ maxWorkers: 1 });
      const first = executor.submit(later, 500, "first");
      const second = executor.submit(later.with({ timeoutMs: 400 }), 1, "second");
      assert.deepEqual(await Promise.all([first, second]), ["first", "second"]);
    });

    it("timeoutMs ends a task with a TimeoutError and the state rejected", async () => {
      await using executor = make();
      const future = executor.submit(later.with({ timeoutMs: 10 }), 10_000, "never");
      await assert.rejects(future, { name: "TimeoutError", constructor: DOMException });
      assert.equal(future.state, "rejected");
    });

    it("stats counts what ended, whether well or not", async () => {
      await using executor = make();
      await Promise.allSettled([executor.submit(add, 1, 2), executor.submit(fail, "no")]);
      const { completed, queued, busy, burning } = executor.stats();
      assert.deepEqual(
        { completed, queued, busy, burning },
        { completed: 2, queued: 0, busy: 0, burning: 0 },
      );
    });

    it("a task may be a thousand times in the queue", async () => {
      await using executor = make();
      const count = name === "ThreadPerTaskExecutor" ? 20 : 1_000;
      const sums = await Promise.all(Array.from({ length: count }, (_, i) => executor.submit(add, i, 1)));
      assert.deepEqual(
        sums,
        Array.from({ length: count }, (_, i) => i + 1),
      );
    });
  });
}

describe("InlineExecutor", () => {
  it("passes arguments and results as they are", async () => {
    await using executor = new InlineExecutor();
    const value = { print: () => "not cloneable" };
    assert.equal(await executor.submit(identity, value), value);
  });

  it("begins a task after the code that submitted it, and one after the other", async () => {
    await using executor = new InlineExecutor();
    const log: string[] = [];
    const write = task(import.meta.url, async function write(text: string) {
      log.push(`${text} begins`);
      await undefined;
      log.push(`${text} ends`);
    });
    const both = Promise.all([executor.submit(write, "a"), executor.submit(write, "b")]);
    log.push("submitted");
    await both;
    assert.deepEqual(log, ["submitted", "a begins", "a ends", "b begins", "b ends"]);
  });

  it("gives up an async task that does not listen, after the grace", async () => {
    await using executor = new InlineExecutor({ graceMs: 10 });
    const deaf = task(import.meta.url, function deaf(): Promise<never> {
      return new Promise(() => {});
    });
    const future = executor.submit(deaf);
    const next = executor.submit(add, 1, 2);
    await undefined;
    await undefined;
    assert.equal(future.cancel(), true);
    await assert.rejects(future, { name: "AbortError" });
    assert.equal(await next, 3);
  });

  it("rejects a busy task that took longer than its timeoutMs", async () => {
    await using executor = new InlineExecutor();
    const busy = task(import.meta.url, function busy(): void {
      const end = performance.now() + 30;
      while (performance.now() < end);
    });
    await assert.rejects(executor.submit(busy.with({ timeoutMs: 10 })), { name: "TimeoutError" });
  });
});

describe("ThreadPoolExecutor and ThreadPerTaskExecutor", () => {
  it("clone arguments and results", async () => {
    await using executor = new ThreadPoolExecutor({ maxWorkers: 1 });
    const value = { list: [1, 2] };
    const returned = await executor.submit(identity, value);
    assert.deepEqual(returned, value);
    assert.notEqual(returned, value);
  });

  it("share a SharedArrayBuffer", async () => {
    await using executor = new ThreadPerTaskExecutor({ maxWorkers: 1 });
    const gate = closedGate();
    openGate(gate);
    const returned = (await executor.submit(identity, gate)) as typeof gate;
    Atomics.store(gate, 1, 7);
    assert.equal(Atomics.load(returned, 1), 7);
  });
});
