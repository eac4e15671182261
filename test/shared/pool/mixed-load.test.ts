import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Future, type Task, ThreadPoolExecutor, WorkerExitedError } from "../../../runners/mod.ts";
import { seededRandom } from "../../../shared/workloads/support/seeded-random.ts";
import { exitWith } from "../../fixtures/faults.ts";
import { add, argumentsOf, fail, identity, later, spin } from "../../fixtures/tasks.ts";

// Everything at once, in bursts of thousands: whatever way a task takes to its thread, it ends as it should.

describe("A pool under a mixed load", () => {
  for (const maxWorkers of [1, 2, 4, 16]) {
    it(`settles every future as it should, with ${maxWorkers} workers`, { timeout: 60_000 }, async () => {
      await using pool = new ThreadPoolExecutor({ maxWorkers, graceMs: 20 });
      const next = seededRandom(maxWorkers);
      const random = (): number => next() / 2 ** 32;
      let settled = 0;
      let submitted = 0;
      for (let burst = 0; burst < 12; burst++) {
        const checks: Promise<void>[] = [];
        const size = Math.ceil(3_000 * random() ** 2);
        for (let i = 0; i < size; i++) checks.push(oneOf(pool, random, i));
        submitted += size;
        await Promise.all(checks.map((check) => check.then(() => (settled += 1))));
        for (let i = 0; i < 20 * random(); i++) assert.equal(await pool.submit(add, i, 1), i + 1);
      }
      assert.equal(settled, submitted);
      const { busy, queued } = pool.stats();
      assert.deepEqual({ busy, queued }, { busy: 0, queued: 0 });
    });
  }

  it("leaves the order of one worker's results alone, however they travel", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const order: number[] = [];
    const values = (i: number): unknown => [i, `${i}`, { i }, "x".repeat(i), BigInt(i) << 70n, [i]][i % 6];
    const futures = Array.from({ length: 600 }, (_, i) =>
      pool.submit(identity, values(i)).then((value) => {
        assert.deepEqual(value, values(i));
        order.push(i);
      }),
    );
    await Promise.all(futures);
    assert.deepEqual(
      order,
      order.map((_, i) => i),
    );
  });

  it("has results that are larger than what answers usually take, all at once", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const text = "\u{1f600}\u0000\ud800é".repeat(12);
    const futures = Array.from({ length: 5_000 }, (_, i) => pool.submit(identity, `${text}${i}`));
    for (const [i, value] of (await Promise.all(futures)).entries()) assert.equal(value, `${text}${i}`);
  });
});

describe("A value on its way to a thread and back", () => {
  const values: unknown[] = [
    ...[0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE, 2 ** 53, -(2 ** 31)],
    ...[
      undefined,
      null,
      true,
      false,
      "",
      "a",
      "ab",
      "abc",
      "abcd",
      "\ud800",
      "\uffff\uffff\uffff",
      "é".repeat(60),
    ],
    ...[
      0n,
      -1n,
      2n ** 63n - 1n,
      2n ** 63n,
      2n ** 64n - 1n,
      2n ** 64n,
      -(2n ** 127n),
      2n ** 192n - 1n,
      2n ** 192n,
    ],
    ...["x".repeat(61), "x".repeat(1e6), -(2n ** 5_000n)],
  ];

  it("is the same, alone and among others", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    for (const value of values)
      assert.ok(Object.is(await pool.submit(identity, value), value), `${typeof value}`);
    assert.deepEqual(await pool.submit(argumentsOf, ...values), values);
    for (let count = 0; count < 20; count++) {
      const some = values.slice(0, count);
      assert.deepEqual(await pool.submit(argumentsOf, ...some), some);
    }
  });
});

/** Submits some task, and resolves when it has ended as it has to. */
async function oneOf(pool: ThreadPoolExecutor, random: () => number, i: number): Promise<void> {
  const kind = random();
  if (kind < 0.5) return assert.equal(await pool.submit(add, i, 0.5), i + 0.5);
  if (kind < 0.6) return assert.deepEqual(await pool.submit(identity, { i, list: [i] }), { i, list: [i] });
  if (kind < 0.7) return assert.equal(await pool.submit(identity, `${i}`.repeat(40)), `${i}`.repeat(40));
  if (kind < 0.75) return rejects(pool.submit(fail, `no ${i}`), "RangeError");
  if (kind < 0.8)
    return rejects(
      pool.submit(identity, () => {}),
      "DataCloneError",
    );
  if (kind < 0.9) return cancelled(pool.submit(add, i, 1), i + 1, random);
  if (kind < 0.93)
    return rejects(
      pool.submit((spin as Task<[number], number>).with({ timeoutMs: 0 }), 1e-3),
      "TimeoutError",
      1e-3,
    );
  if (kind < 0.95) return assert.equal(await pool.submit(later, 1, i), i);
  if (kind < 0.999) return assert.equal(await pool.submit(spin, 0.05), 0.05);
  await assert.rejects(pool.submit(exitWith, 3), WorkerExitedError);
}

/** Either it rejects with an error of that name or, where that is right too, it is the value. */
async function rejects(future: Future<unknown>, name: string, otherwise?: unknown): Promise<void> {
  const outcome = await future.catch((error) => (error as Error).name);
  assert.ok(
    outcome === name || (otherwise !== undefined && outcome === otherwise),
    `${outcome} is no ${name}`,
  );
}

/** Cancels it at some time, and holds it to what `cancel` said. */
async function cancelled(future: Future<number>, value: number, random: () => number): Promise<void> {
  for (let turns = Math.floor(4 * random()); turns > 0; turns--) await undefined;
  const wasCancelled = future.cancel();
  if (wasCancelled) await rejects(future, "AbortError");
  else assert.equal(await future, value);
}
