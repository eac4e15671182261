import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import {
  type Executor,
  type Task,
  TaskGroup,
  ThreadPerTaskExecutor,
  ThreadPoolExecutor,
} from "../../../runners/mod.ts";
import { failureOf } from "../../fixtures/failure-of.ts";
import { arrivalsAt, arrivedAt, closedGate, type GateMemory, openGate } from "../../fixtures/gate.ts";
import { add, fail, pass, thread } from "../../fixtures/tasks.ts";
import {
  callNative,
  hash,
  leaveCallBehind,
  loopInGetter,
  loopInWasm,
  NativeCall,
  sleep,
} from "../../fixtures/unstoppable.ts";

const executors: Record<string, (maxWorkers: number) => Executor> = {
  ThreadPoolExecutor: (maxWorkers) => new ThreadPoolExecutor({ maxWorkers, graceMs: 10 }),
  ThreadPerTaskExecutor: (maxWorkers) => new ThreadPerTaskExecutor({ maxWorkers, graceMs: 10 }),
};

/** Those that can still be stopped. */
function stoppable(executor: Executor): number {
  const { workers, burning } = executor.stats();
  return workers - burning;
}

async function allEnded(executor: Executor): Promise<void> {
  while (executor.stats().workers > 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

const options = { skip: process.platform === "win32", timeout: 60_000 };

for (const [name, make] of Object.entries(executors)) {
  describe(`a task that cannot be stopped, on a ${name}`, () => {
    it("does not keep it from its next task, nor shutdown from its end", options, async () => {
      using call = new NativeCall();
      const executor = make(1);
      const gate = closedGate();
      let timeoutMs = 100;
      // Until there was time enough to get as far as the call.
      for (; arrivedAt(gate) === 0; timeoutMs *= 2) {
        const future = executor.submit(callNative.with({ timeoutMs }), call.pipe, gate);
        await assert.rejects(future, { name: "TimeoutError" });
      }
      assert.equal(await executor.submit(add, 1, 2), 3);
      assert.ok(executor.stats().burning > 0);
      assert.ok(stoppable(executor) <= 1);
      await executor.shutdown();
      assert.ok(executor.stats().burning > 0);
    });

    it("ends when it can, and then its thread is gone", options, async () => {
      const executor = make(1);
      {
        using call = new NativeCall();
        const gate = closedGate();
        const future = executor.submit(callNative, call.pipe, gate);
        await arrivalsAt(gate, 1);
        future.cancel();
        await executor.shutdown();
        assert.equal(future.state, "cancelled");
        assert.equal(executor.stats().workers, 1);
      }
      // Under Deno, an executor that has ended hears of no thread any more: `deno test` would call its port a leak.
      if ("Deno" in globalThis) return;
      await allEnded(executor);
      assert.equal(executor.stats().burning, 0);
    });

    it("settles when it is cancelled, by cancel() and by a signal", options, async () => {
      using call = new NativeCall();
      await using executor = make(1);
      const gate = closedGate();
      const cancelled = executor.submit(callNative, call.pipe, gate);
      await arrivalsAt(gate, 1);
      cancelled.cancel();
      await assert.rejects(cancelled, { name: "AbortError" });
      const controller = new AbortController();
      const { signal } = controller;
      const aborted = executor.submit(callNative.with({ signal }), call.pipe, gate);
      await arrivalsAt(gate, 2);
      const reason = new Error("from outside");
      controller.abort(reason);
      assert.equal(await failureOf(aborted), reason);
      assert.equal(await executor.submit(add, 1, 2), 3);
      assert.equal(executor.stats().burning, 2);
    });

    it("leaves its place to another one, also when all places were taken so", options, async () => {
      using call = new NativeCall();
      await using executor = make(2);
      const waiting = closedGate();
      const lost = [1, 2].map(() => executor.submit(callNative, call.pipe, waiting));
      const next = closedGate();
      const futures = Array.from({ length: 6 }, () => executor.submit(pass, next));
      await arrivalsAt(waiting, 2);
      for (const future of lost) future.cancel();
      await arrivalsAt(next, 2);
      assert.equal(executor.stats().burning, 2);
      assert.equal(stoppable(executor), 2);
      openGate(next);
      assert.deepEqual((await Promise.all(futures)).toSorted(), [0, 1, 2, 3, 4, 5]);
      await Promise.allSettled(lost);
    });

    it("ends a map, and a group, with its error", options, async () => {
      using call = new NativeCall();
      await using executor = make(2);
      const gate = closedGate();
      await assert.rejects(
        async () => {
          const pipes = Array.from({ length: 5 }, () => call.pipe);
          const gates = pipes.map(() => gate);
          for await (const _ of executor.map(callNative, pipes, gates, { timeoutMs: 500 }));
        },
        { name: "TimeoutError" },
      );
      const group = TaskGroup.run(async (group) => {
        const inGroup = closedGate();
        group.createTask(executor.submit(callNative, call.pipe, inGroup));
        await arrivalsAt(inGroup, 1);
        group.createTask(executor.submit(fail, "first"));
      });
      const failure = await failureOf(group);
      assert.ok(failure instanceof AggregateError);
      assert.deepEqual(
        failure.errors.map(({ message }) => message),
        ["first"],
      );
      assert.equal(await executor.submit(add, 1, 2), 3);
      assert.ok(stoppable(executor) <= 2);
    });
  });
}

describe("a pool of one", () => {
  for (const task of [loopInWasm, sleep, hash, loopInGetter] satisfies Task<[GateMemory], unknown>[]) {
    it(`goes on after ${task.name}, which is told to stop`, options, async () => {
      const pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 10 });
      const before = await pool.submit(thread);
      const gate = closedGate();
      const future = pool.submit(task as Task<[GateMemory], unknown>, gate);
      await arrivalsAt(gate, 1);
      future.cancel();
      await assert.rejects(future, { name: "AbortError" });
      assert.notEqual(await pool.submit(thread), before);
      // A thread in a native call has not ended yet: nobody waited for that.
      if (task === sleep || task === hash) assert.equal(pool.stats().burning, 1);
      await pool.shutdown();
    });
  }

  it(
    "replaces a thread that is busy with what a task left behind, once its next task was given up",
    options,
    async () => {
      using call = new NativeCall();
      await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 10 });
      const gate = closedGate();
      await pool.submit(leaveCallBehind, call.pipe, gate);
      await arrivalsAt(gate, 1);
      await assert.rejects(pool.submit(add.with({ timeoutMs: 20 }), 1, 2), { name: "TimeoutError" });
      assert.equal(await pool.submit(add, 1, 2), 3);
      assert.equal(pool.stats().burning, 1);
    },
  );
});
