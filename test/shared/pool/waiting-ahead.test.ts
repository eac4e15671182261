import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, it } from "node:test";
import { ThreadPoolExecutor, WorkerExitedError } from "../../../runners/mod.ts";
import { exitAtGate } from "../../fixtures/faults.ts";
import { arrivalsAt, arrivedAt, closedGate, openGate } from "../../fixtures/gate.ts";
import {
  add,
  deaf,
  exit,
  identity,
  note,
  noted,
  pass,
  ramp,
  sizesOf,
  spin,
  spinUntilAborted,
  thread,
} from "../../fixtures/tasks.ts";

// A task may wait on a busy worker's thread instead of in the queue, which nobody is to notice.

describe("ThreadPoolExecutor, with tasks that wait behind one that runs,", () => {
  it("moves them to a worker that becomes idle, however long that one runs", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const long = closedGate();
    const short = closedGate();
    const last = pool.submit(pass, long);
    const first = pool.submit(pass, short);
    await Promise.all([arrivalsAt(long, 1), arrivalsAt(short, 1)]);
    const waiting = Array.from({ length: 4 }, (_, i) => pool.submit(add, i, 0));
    assert.equal(pool.stats().queued, 4);
    openGate(short);
    assert.deepEqual(await Promise.all(waiting), [0, 1, 2, 3]);
    assert.equal(last.state, "running");
    openGate(long);
    await Promise.all([first, last]);
  });

  it("leaves none of them there while a worker is idle, after thousands that were short", async () => {
    const maxWorkers = 2 * availableParallelism() + 4;
    await using pool = new ThreadPoolExecutor({ maxWorkers });
    for (let time = 0; time < 3; time++) {
      const short = Array.from({ length: 5_000 }, (_, i) => pool.submit(add, i, 1));
      assert.deepEqual(
        await Promise.all(short),
        short.map((_, i) => i + 1),
      );
      const gate = closedGate();
      const blocking = Array.from({ length: maxWorkers - 1 }, () => pool.submit(pass, gate));
      await arrivalsAt(gate, maxWorkers - 1);
      // What moves cannot be taken back, so it never waits there.
      const { buffer } = new Uint8Array(4);
      assert.deepEqual(await pool.submit(sizesOf.with({ transfer: [buffer] }), buffer), [4]);
      blocking.push(pool.submit(pass, gate));
      await arrivalsAt(gate, maxWorkers);
      openGate(gate);
      await Promise.all(blocking);
    }
  });

  it("lets short ones pass those that block, in one burst", async () => {
    const blocking = availableParallelism();
    await using pool = new ThreadPoolExecutor({ maxWorkers: blocking + 1 });
    for (let time = 0; time < 3; time++) {
      const gate = closedGate();
      const short = Array.from({ length: 5_000 }, (_, i) => pool.submit(add, i, 1));
      const long = Array.from({ length: blocking }, () => pool.submit(pass, gate));
      short.push(...Array.from({ length: 50 }, (_, i) => pool.submit(add, i, 1)));
      await Promise.all(short);
      await arrivalsAt(gate, blocking);
      openGate(gate);
      await Promise.all(long);
    }
  });

  for (const maxQueue of [0, 2]) {
    it(`takes as many as there are workers, and ${maxQueue} more, after thousands that were short`, async () => {
      const maxWorkers = availableParallelism() + 3;
      await using pool = new ThreadPoolExecutor({ maxWorkers, maxQueue });
      const short = Array.from({ length: 5_000 }, (_, i) => i);
      for await (const sum of pool.map(add, short, short)) assert.equal(sum % 2, 0);
      const gate = closedGate();
      const futures = Array.from({ length: maxWorkers + maxQueue }, () => pool.submit(pass, gate));
      await assert.rejects(pool.submit(pass, gate), { name: "QueueFullError" });
      await arrivalsAt(gate, maxWorkers);
      openGate(gate);
      const places = (await Promise.all(futures)).toSorted((a, b) => a - b);
      assert.deepEqual(places, [...places.keys()]);
    });
  }

  it("counts them as queued, with maxQueue too", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, maxQueue: 2 });
    const gate = closedGate();
    const running = pool.submit(pass, gate);
    await arrivalsAt(gate, 1);
    const waiting = [pool.submit(add, 1, 1), pool.submit(add, 2, 2)];
    const { busy, queued } = pool.stats();
    assert.deepEqual({ busy, queued }, { busy: 1, queued: 2 });
    assert.deepEqual(
      waiting.map(({ state }) => state),
      ["pending", "pending"],
    );
    await assert.rejects(pool.submit(add, 3, 3), { name: "QueueFullError" });
    openGate(gate);
    assert.deepEqual(await Promise.all([running, ...waiting]), [0, 2, 4]);
  });

  it("never runs one that is cancelled there", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await pool.submit(thread);
    const gate = closedGate();
    const running = pool.submit(pass, gate);
    await arrivalsAt(gate, 1);
    const waiting = pool.submit(note, "it ran");
    assert.equal(waiting.cancel(), true);
    openGate(gate);
    await running;
    assert.equal(await pool.submit(noted), "nothing");
  });

  it("cancels them with shutdown({ cancelFutures: true }), and finishes the one that runs", async () => {
    const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const gate = closedGate();
    const running = pool.submit(pass, gate);
    await arrivalsAt(gate, 1);
    const waiting = [pool.submit(add, 1, 1), pool.submit(add, 2, 2)];
    const ended = pool.shutdown({ cancelFutures: true });
    assert.deepEqual(
      waiting.map(({ state }) => state),
      ["cancelled", "cancelled"],
    );
    openGate(gate);
    assert.equal(await running, 0);
    await ended;
  });

  it("runs them elsewhere when their thread dies", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await pool.submit(thread);
    const dying = pool.submit(exit, 3);
    const waiting = [pool.submit(add, 1, 1), pool.submit(add, 2, 2)];
    await assert.rejects(dying, (error) => error instanceof WorkerExitedError);
    assert.deepEqual(await Promise.all(waiting), [2, 4]);
  });

  it("keeps those whose arguments move in the queue, and their order", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const gate = closedGate();
    const running = pool.submit(pass, gate);
    await arrivalsAt(gate, 1);
    const moved = new Float64Array(4).fill(7);
    const order: number[] = [];
    const first = pool.submit(identity.with({ transfer: [moved.buffer] }), moved);
    const second = pool.submit(ramp, 3);
    void first.then(() => order.push(1));
    void second.then(() => order.push(2));
    openGate(gate);
    await running;
    assert.deepEqual(await first, new Float64Array(4).fill(7));
    assert.deepEqual(await second, Float64Array.of(0, 1, 2));
    assert.deepEqual(order, [1, 2]);
  });

  it("runs them in their order, and before what waits in the queue, when their thread dies", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const gate = closedGate();
    const dying = pool.submit(exitAtGate, gate, 3);
    await arrivalsAt(gate, 1);
    const order: number[] = [];
    const waiting = [0, 1, 2, 3].map((i) => pool.submit(add, i, 0).then((n) => order.push(n)));
    openGate(gate);
    await assert.rejects(dying, WorkerExitedError);
    await Promise.all(waiting);
    assert.deepEqual(order, [0, 1, 2, 3]);
  });

  it("has run them all when shutdown() resolves, also when their thread dies", async () => {
    const pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const gate = closedGate();
    const dying = pool.submit(exitAtGate, gate, 3);
    await arrivalsAt(gate, 1);
    const waiting = pool.submit(add, 1, 2);
    const ended = pool.shutdown();
    openGate(gate);
    await assert.rejects(dying, WorkerExitedError);
    await ended;
    assert.equal(waiting.state, "fulfilled");
  });

  it("runs them on a new worker when another one has died, and the one before them does not end", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const long = closedGate();
    const short = closedGate();
    const last = pool.submit(pass, long);
    const dying = pool.submit(exitAtGate, short, 3);
    await Promise.all([arrivalsAt(long, 1), arrivalsAt(short, 1)]);
    const waiting = pool.submit(add, 1, 2);
    openGate(short);
    await assert.rejects(dying, WorkerExitedError);
    assert.equal(await waiting, 3);
    assert.equal(last.state, "running");
    openGate(long);
    await last;
  });

  it("lets none wait behind a long one while later ones run on other workers", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const gate = closedGate();
    const long = pool.submit(pass, gate);
    await arrivalsAt(gate, 1);
    const order: number[] = [];
    const futures = Array.from({ length: 50 }, (_, i) => pool.submit(spin, 5).then(() => order.push(i)));
    await Promise.all(futures);
    assert.ok(order.indexOf(1) < 25, `the second was number ${order.indexOf(1)}`);
    assert.equal(long.state, "running");
    openGate(gate);
    await long;
  });

  it("ends one that has begun, is cancelled and deaf, before the answer of the one before it was read", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 10 });
    await pool.submit(thread);
    const gate = closedGate();
    const before = pool.submit(add, 1, 2);
    const after = pool.submit(deaf, gate);
    while (arrivedAt(gate) === 0);
    after.cancel();
    await assert.rejects(after, { name: "AbortError" });
    assert.equal(await before, 3);
    assert.equal(await pool.submit(add, 3, 4), 7);
  });

  it("does not end one that has begun, when the cancelled one before it has stopped in time", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 20 });
    await pool.submit(thread);
    const first = closedGate();
    const second = closedGate();
    const before = pool.submit(spinUntilAborted, first);
    const after = pool.submit(pass, second);
    await arrivalsAt(first, 1);
    before.cancel();
    // Nothing that the thread says is heard before the grace is over.
    const end = performance.now() + 100;
    while (performance.now() < end);
    await assert.rejects(before, { name: "AbortError" });
    openGate(second);
    assert.equal(await after, 0);
  });
});
