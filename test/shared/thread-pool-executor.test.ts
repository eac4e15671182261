import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, it } from "node:test";
import {
  BrokenExecutorError,
  QueueFullError,
  ThreadPerTaskExecutor,
  ThreadPoolExecutor,
} from "../../runners/mod.ts";
import { failureOf } from "../fixtures/failure-of.ts";
import { exitWith, neverEnds } from "../fixtures/faults.ts";
import { arrivalsAt, arrivedAt, closedGate, openGate } from "../fixtures/gate.ts";
import { add, fail, later, note, noted, pass, spin, spinUntilAborted, thread } from "../fixtures/tasks.ts";
import { loopInWasm, sleep } from "../fixtures/unstoppable.ts";

describe("ThreadPoolExecutor", () => {
  it("starts no thread before it has a task", async () => {
    await using pool = new ThreadPoolExecutor();
    assert.equal(pool.stats().workers, 0);
  });

  it("uses an idle worker again", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 4 });
    const threads = new Set<string>();
    for (let i = 0; i < 5; i++) threads.add(await pool.submit(thread));
    assert.equal(threads.size, 1);
    assert.deepEqual(pool.stats(), { workers: 1, busy: 0, idle: 1, queued: 0, completed: 5, burning: 0 });
  });

  it("runs as many tasks at once as it has workers, and never more", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 3 });
    const gate = closedGate();
    const futures = Array.from({ length: 9 }, () => pool.submit(pass, gate));
    await arrivalsAt(gate, 3);
    const { workers, busy, idle, queued } = pool.stats();
    assert.deepEqual({ workers, busy, idle, queued }, { workers: 3, busy: 3, idle: 0, queued: 6 });
    assert.equal(arrivedAt(gate), 3);
    openGate(gate);
    assert.deepEqual((await Promise.all(futures)).toSorted(), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert.equal(pool.stats().workers, 3);
  });

  it("says of a future when it runs", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const gate = closedGate();
    const running = pool.submit(pass, gate);
    const waiting = pool.submit(pass, gate);
    assert.equal(running.state, "pending");
    await arrivalsAt(gate, 1);
    await pool.submit(add.with({ signal: AbortSignal.abort() }), 1, 2).catch(() => {});
    while (running.state === "pending") await new Promise((resolve) => setTimeout(resolve, 1));
    assert.deepEqual([running.state, waiting.state], ["running", "pending"]);
    openGate(gate);
    await waiting;
    assert.deepEqual([running.state, waiting.state], ["fulfilled", "fulfilled"]);
  });

  it("has as many workers as can run at once unless maxWorkers says otherwise", async () => {
    await using pool = new ThreadPoolExecutor();
    const gate = closedGate();
    const futures = Array.from({ length: availableParallelism() + 2 }, () => pool.submit(pass, gate));
    await arrivalsAt(gate, availableParallelism());
    assert.equal(pool.stats().workers, availableParallelism());
    openGate(gate);
    await Promise.all(futures);
  });

  it("throws a RangeError for options out of their range", () => {
    for (const maxWorkers of [
      0,
      -1,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "2" as never,
      null as never,
    ]) {
      const expected = { name: "RangeError", message: /maxWorkers/ };
      assert.throws(() => new ThreadPoolExecutor({ maxWorkers }), expected);
      assert.throws(() => new ThreadPerTaskExecutor({ maxWorkers }), expected);
    }
    for (const options of [
      { minWorkers: -1 },
      { maxWorkers: 1, minWorkers: 2 },
      { maxQueue: -1 },
      { maxQueue: 0.5 },
      { idleTimeoutMs: -1 },
      { graceMs: Number.NaN },
      { maxQueue: null as never },
      { minWorkers: null as never },
      { graceMs: "1" as never },
      { idleTimeoutMs: null as never },
    ]) {
      assert.throws(() => new ThreadPoolExecutor(options), RangeError, JSON.stringify(options));
    }
  });

  it("takes undefined for options as left out, and waits as long as graceMs says, also for ever", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: undefined as never, graceMs: 2 ** 40 });
    const gate = closedGate();
    const future = pool.submit(pass, gate);
    await arrivalsAt(gate, 1);
    while (future.state === "pending") await new Promise((resolve) => setTimeout(resolve, 1));
    future.cancel();
    await pool.submit(add, 1, 2);
    assert.equal(future.state, "running");
    openGate(gate);
    await assert.rejects(future, { name: "AbortError" });
  });

  it("sees that a task runs, and its time with it, on a thread that says nothing while it is busy", async () => {
    for (let i = 0; i < 3; i++) {
      await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 1 });
      await assert.rejects(pool.submit(spinUntilAborted.with({ timeoutMs: 20 }), closedGate()), {
        name: "TimeoutError",
      });
    }
  });

  it("starts minWorkers at once, and keeps them", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 3, minWorkers: 2, idleTimeoutMs: 1 });
    assert.deepEqual([pool.stats().workers, pool.stats().idle], [2, 2]);
    const gate = closedGate();
    const futures = [1, 2, 3].map(() => pool.submit(pass, gate));
    await arrivalsAt(gate, 3);
    openGate(gate);
    await Promise.all(futures);
    while (pool.stats().workers > 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(pool.stats().workers, 2);
  });

  it("ends workers that are idle for idleTimeoutMs, and starts others when there is work", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2, idleTimeoutMs: 5 });
    const first = await pool.submit(thread);
    while (pool.stats().workers > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.notEqual(await pool.submit(thread), first);
  });

  it("rejects with a QueueFullError when maxQueue tasks wait", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, maxQueue: 2 });
    const gate = closedGate();
    const futures = [1, 2, 3].map(() => pool.submit(pass, gate));
    const refused = pool.submit(pass, gate);
    const failure = await failureOf(refused);
    assert.ok(failure instanceof QueueFullError);
    assert.equal(failure.name, "QueueFullError");
    assert.equal(refused.state, "rejected");
    assert.equal(futures[1]?.cancel(), true);
    futures[1]?.catch(() => {});
    const fourth = pool.submit(pass, gate);
    openGate(gate);
    assert.deepEqual(await Promise.all([futures[0], futures[2], fourth]), [0, 1, 2]);
  });

  it("takes only what can run at once with maxQueue 0", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, maxQueue: 0 });
    const first = pool.submit(later, 5, "x");
    await assert.rejects(pool.submit(add, 1, 2), { name: "QueueFullError" });
    assert.equal(await first, "x");
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("runs the initializer once on each worker, before any task", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer: [note, "initialized"] });
    const notes = await Promise.all([1, 2, 3, 4].map(() => pool.submit(noted)));
    assert.deepEqual(notes, Array(4).fill("initialized"));
  });

  it("rejects every future with a BrokenExecutorError when the initializer fails", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer: [fail, "in the initializer"] });
    const futures = [1, 2, 3, 4].map((n) => pool.submit(add, n, 1));
    for (const failure of await Promise.all(futures.map(failureOf))) {
      assert.ok(failure instanceof BrokenExecutorError);
      assert.ok(failure.cause instanceof RangeError);
      assert.equal(failure.cause.message, "in the initializer");
    }
    await assert.rejects(pool.submit(add, 1, 1), { name: "BrokenExecutorError" });
  });

  it("is broken, too, when a worker dies in the initializer", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, initializer: [exitWith, 3] });
    const failure = await failureOf(pool.submit(add, 1, 1));
    assert.ok(failure instanceof BrokenExecutorError);
    assert.equal((failure.cause as Error).name, "WorkerExitedError");
  });

  for (const initializer of [neverEnds, [sleep, closedGate()], [loopInWasm, closedGate()]] as const) {
    const [{ name }] = typeof initializer === "function" ? [initializer] : initializer;

    it(`is shut down with cancelFutures while ${name} initializes its workers`, {
      timeout: 30_000,
    }, async () => {
      const pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer });
      const futures = [1, 2, 3, 4].map((n) => pool.submit(add.with({ timeoutMs: 1 }), n, n));
      await pool.shutdown({ cancelFutures: true });
      for (const future of futures) await assert.rejects(future, { name: "AbortError" });
      assert.equal(pool.stats().busy, 0);
    });

    it(`is disposed of while ${name} initializes its workers, once nobody waits`, {
      timeout: 30_000,
    }, async () => {
      await using pool = new ThreadPoolExecutor({ maxWorkers: 2, minWorkers: 1, initializer });
      const futures = [1, 2, 3, 4].map((n) => pool.submit(add, n, n));
      for (const future of futures) future.cancel();
    });
  }

  for (const busy of [neverEnds, spin]) {
    it(`is broken when ${busy.name}, its initializer, takes longer than its timeoutMs`, {
      timeout: 30_000,
    }, async () => {
      const initializer = [busy.with({ timeoutMs: 20 }), 1_500] as never;
      const pool = new ThreadPoolExecutor({ maxWorkers: 2, initializer });
      const futures = [1, 2, 3, 4].map((n) => pool.submit(add, n, n));
      for (const failure of await Promise.all(futures.map(failureOf))) {
        assert.ok(failure instanceof BrokenExecutorError);
        assert.equal((failure.cause as Error).name, "TimeoutError");
      }
      await pool.shutdown();
    });
  }

  it("is broken when its initializer is aborted", { timeout: 30_000 }, async () => {
    for (const when of ["before", "meanwhile"]) {
      const controller = new AbortController();
      if (when === "before") controller.abort("enough");
      const initializer = neverEnds.with({ signal: controller.signal });
      await using pool = new ThreadPoolExecutor({ maxWorkers: 1, initializer });
      const future = pool.submit(add, 1, 1);
      controller.abort("enough");
      const failure = await failureOf(future);
      assert.ok(failure instanceof BrokenExecutorError, when);
      assert.equal(failure.cause, "enough");
    }
  });

  it("is not disturbed by the limits of an initializer that ends in time", async () => {
    const controller = new AbortController();
    const initializer = [note.with({ timeoutMs: 5_000, signal: controller.signal }), "initialized"] as const;
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, initializer });
    assert.equal(await pool.submit(noted), "initialized");
    controller.abort();
    assert.equal(await pool.submit(noted), "initialized");
  });

  it("refuses an initializer that moves something: there is one thread after another", () => {
    const initializer = [note.with({ transfer: [new ArrayBuffer(8)] }), "x"] as const;
    assert.throws(() => new ThreadPoolExecutor({ initializer }), TypeError);
  });

  it("refuses an initializer that is no task", () => {
    // @ts-expect-error a plain function cannot be sent to a worker
    assert.throws(() => new ThreadPoolExecutor({ initializer: () => {} }), TypeError);
  });

  it("can be shut down while its workers start", async () => {
    const pool = new ThreadPoolExecutor({ maxWorkers: 2, minWorkers: 2 });
    await pool.shutdown();
    assert.equal(pool.stats().workers, 0);
  });
});

describe("ThreadPerTaskExecutor", () => {
  it("runs each task on a thread of its own", async () => {
    await using executor = new ThreadPerTaskExecutor({ maxWorkers: 2 });
    const threads = await Promise.all([1, 2, 3, 4].map(() => executor.submit(thread)));
    assert.equal(new Set(threads).size, 4);
  });

  it("never has more than maxWorkers threads", async () => {
    await using executor = new ThreadPerTaskExecutor({ maxWorkers: 2 });
    const gate = closedGate();
    const futures = [1, 2, 3, 4].map(() => executor.submit(pass, gate));
    await arrivalsAt(gate, 2);
    assert.deepEqual([executor.stats().workers, executor.stats().queued, arrivedAt(gate)], [2, 2, 2]);
    openGate(gate);
    await Promise.all(futures);
  });
});
