import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { currentRuntime } from "../../runners/current-runtime.ts";
import { type Task, TaskGroup, ThreadPerTaskExecutor, ThreadPoolExecutor } from "../../runners/mod.ts";
import { failureOf } from "../fixtures/failure-of.ts";
import { arrivalsAt, arrivedAt, closedGate, type GateMemory, openGate } from "../fixtures/gate.ts";
import {
  add,
  deaf,
  fail,
  finishAnyway,
  loopWhileWanted,
  pass,
  spinAtGate,
  spinUntilAborted,
  thread,
  waitForAbort,
} from "../fixtures/tasks.ts";

const listening = { spinUntilAborted, waitForAbort, finishAnyway } satisfies Record<
  string,
  Task<[gate: GateMemory], unknown>
>;
/** What waits for a thread to end would wait for ever if it did not. */
const options = { timeout: 60_000 };
const patient = { maxWorkers: 1, graceMs: 20_000 };

describe("cancel of a running task", () => {
  for (const [name, task] of Object.entries(listening)) {
    it(`is heard by ${name}, and the worker goes on`, async () => {
      await using pool = new ThreadPoolExecutor(patient);
      const before = await pool.submit(thread);
      const gate = closedGate();
      const future = pool.submit(task as Task<[GateMemory], unknown>, gate);
      await arrivalsAt(gate, 1);
      const reason = new TypeError("changed my mind");
      assert.equal(future.cancel(reason), true);
      assert.equal(future.cancel(new Error("a second one")), true);
      assert.equal(await failureOf(future), reason);
      assert.equal(future.state, "cancelled");
      assert.equal(await pool.submit(thread), before);
    });
  }

  it("has an AbortError for a reason unless one is given", async () => {
    await using pool = new ThreadPoolExecutor(patient);
    const gate = closedGate();
    const future = pool.submit(waitForAbort, gate);
    await arrivalsAt(gate, 1);
    future.cancel();
    await assert.rejects(future, { name: "AbortError", constructor: DOMException });
  });

  it("shows in signal.aborted even in a busy loop, with the reason; another error wins over it", async () => {
    await using pool = new ThreadPoolExecutor(patient);
    const gate = closedGate();
    const future = pool.submit(loopWhileWanted, gate);
    await arrivalsAt(gate, 1);
    future.cancel(new TypeError("changed my mind"));
    await assert.rejects(future, { constructor: RangeError, message: "saw changed my mind" });
    assert.equal(future.state, "rejected");
  });

  it("terminates a worker whose task does not listen, and replaces it", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 10 });
    const before = await pool.submit(thread);
    const gate = closedGate();
    const future = pool.submit(deaf, gate);
    const next = pool.submit(thread);
    await arrivalsAt(gate, 1);
    future.cancel();
    await assert.rejects(future, { name: "AbortError" });
    assert.equal(future.state, "cancelled");
    assert.notEqual(await next, before);
  });

  for (const how of ["cancel()", "timeoutMs"]) {
    it(`terminates a busy loop, too, or counts it as burning until it ends: ${how}`, options, async () => {
      await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 10 });
      await pool.submit(thread);
      const gate = closedGate();
      const timeoutMs = how === "timeoutMs" ? 200 : 60_000;
      const future = pool.submit(spinAtGate.with({ timeoutMs }), gate);
      if (how === "cancel()") {
        await arrivalsAt(gate, 1);
        future.cancel();
      }
      await assert.rejects(future, { name: how === "cancel()" ? "AbortError" : "TimeoutError" });
      assert.equal(await pool.submit(add, 1, 2), 3);
      if (currentRuntime.name === "deno") {
        const rounds = arrivedAt(gate);
        await arrivalsAt(gate, rounds + 1);
        assert.equal(pool.stats().burning, 1);
        openGate(gate);
      }
      while (pool.stats().burning > 0) await new Promise((resolve) => setTimeout(resolve, 1));
      const rounds = arrivedAt(gate);
      assert.ok(rounds > 0, "it was to be in its loop");
      assert.equal(await pool.submit(add, 1, 2), 3);
      assert.equal(arrivedAt(gate), rounds);
      assert.equal(pool.stats().workers, 1);
    });
  }

  it("hurts no other task", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2, graceMs: 10 });
    const gate = closedGate();
    const other = pool.submit(pass, gate);
    const cancelled = pool.submit(deaf, gate);
    const waiting = [1, 2, 3].map((n) => pool.submit(add, n, n));
    await arrivalsAt(gate, 2);
    cancelled.cancel();
    await assert.rejects(cancelled, { name: "AbortError" });
    assert.deepEqual(await Promise.all(waiting), [2, 4, 6]);
    openGate(gate);
    assert.equal(typeof (await other), "number");
  });

  it("comes from an AbortSignal as well, which keeps no listener afterwards", async () => {
    await using pool = new ThreadPoolExecutor(patient);
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      removeEventListener.apply(signal, args);
    };
    await pool.submit(add.with({ signal }), 1, 2);
    await pool.submit(fail.with({ signal }), "no").catch(() => {});
    assert.equal(listeners, 0);
    const gate = closedGate();
    const future = pool.submit(spinUntilAborted.with({ signal }), gate);
    await arrivalsAt(gate, 1);
    const reason = new Error("from outside");
    controller.abort(reason);
    assert.equal(await failureOf(future), reason);
    assert.equal(listeners, 0);
  });

  it("works for a task on a thread of its own", async () => {
    await using executor = new ThreadPerTaskExecutor({ maxWorkers: 2, graceMs: 10 });
    const gate = closedGate();
    const futures = [executor.submit(deaf, gate), executor.submit(waitForAbort, gate)];
    await arrivalsAt(gate, 2);
    for (const future of futures) future.cancel();
    for (const future of futures) await assert.rejects(future, { name: "AbortError" });
    assert.equal(await executor.submit(add, 1, 2), 3);
  });

  it("reaches the siblings of a task that fails in a group", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2, graceMs: 20_000 });
    const gate = closedGate();
    const group = TaskGroup.run(async (group) => {
      group.createTask(pool.submit(spinUntilAborted, gate));
      await arrivalsAt(gate, 1);
      group.createTask(pool.submit(fail, "first"));
      group.createTask(pool.submit(add, 1, 2));
    });
    const failure = await failureOf(group);
    assert.ok(failure instanceof AggregateError);
    assert.deepEqual(
      failure.errors.map(({ message }) => message),
      ["first"],
    );
    assert.equal(pool.stats().busy, 0);
  });
});

describe("cancel of tasks that wait", () => {
  it("of ten thousand at once leaves the queue empty and the pool in order", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const gate = closedGate();
    const first = pool.submit(pass, gate);
    const controller = new AbortController();
    const waiting = Array.from({ length: 10_000 }, () => pool.submit(add, 1, 2));
    controller.signal.addEventListener("abort", () => {
      for (const future of waiting) future.cancel();
    });
    assert.equal(pool.stats().queued, 10_000);
    controller.abort();
    assert.equal(pool.stats().queued, 0);
    const last = pool.submit(add, 20, 1);
    openGate(gate);
    assert.equal(await first, 0);
    assert.equal(await last, 21);
  });

  it("over and over, faster than the thread hears of it, loses none of the others", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await pool.submit(thread);
    for (let i = 0; i < 1000; i++) assert.equal(pool.submit(add, i, 0).cancel(), true);
    assert.equal(await pool.submit(add, 1, 2), 3);
    const { busy, queued } = pool.stats();
    assert.deepEqual({ busy, queued }, { busy: 0, queued: 0 });
  });

  it("while its worker is still starting ends it at once", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const future = pool.submit(deaf, closedGate());
    assert.equal(future.cancel(), true);
    assert.equal(future.state, "cancelled");
    assert.equal(await pool.submit(add, 1, 2), 3);
  });
});
