import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type Future, TaskGroup, ThreadPoolExecutor } from "../../runners/mod.ts";
import { errorsOf, failureOf } from "../fixtures/failure-of.ts";
import { nextTurn } from "../fixtures/next-turn.ts";
import { add, exit, fail } from "../fixtures/tasks.ts";
import { failAfter, ignoreAll, obey } from "../fixtures/telling-tasks.ts";

describe("TaskGroup over threads", () => {
  it("adds up what two threads have computed", async () => {
    await withPool({ maxWorkers: 2 }, async (pool) => {
      const total = await TaskGroup.run(async (group) => {
        const [a, b] = [group.createTask(pool.submit(add, 1, 2)), group.createTask(pool.submit(add, 3, 4))];
        return (await a) + (await b);
      });
      assert.equal(total, 10);
    });
  });

  it("stops tasks that run, and never begins those that wait, when one fails on its thread", async () => {
    await withPool({ maxWorkers: 3, graceMs: 30_000 }, async (pool) => {
      const seen = counters();
      const children: Future<unknown>[] = [];
      const errors = await errorsOf(
        TaskGroup.run((group) => {
          for (let index = 0; index < 2; index += 1) children.push(group.createTask(pool.submit(obey, seen)));
          group.createTask(pool.submit(failAfter, seen, 2));
          for (let index = 0; index < 20; index += 1)
            children.push(group.createTask(pool.submit(obey, seen)));
        }),
      );
      assert.deepEqual(errors.map(String), ["RangeError: failed on purpose"]);
      assert.ok(errors[0] instanceof RangeError);
      assert.deepEqual(new Set(children.map(({ state }) => state)), new Set(["cancelled"]));
      assert.equal(await pool.submit(add, 1, 1), 2);
      await ended(seen);
    });
  });

  it("gives up tasks that do not listen, and their threads, after the grace", async () => {
    await withPool({ maxWorkers: 2, graceMs: 20 }, async (pool) => {
      const seen = counters();
      const errors = await errorsOf(
        TaskGroup.run((group) => {
          group.createTask(pool.submit(ignoreAll, seen));
          group.createTask(pool.submit(failAfter, seen, 1));
        }),
      );
      assert.equal(errors.length, 1);
      assert.equal(await pool.submit(add, 1, 1), 2);
    });
  });

  it("passes an outer abort on to threads, through a group in a group", async () => {
    await withPool({ maxWorkers: 2, graceMs: 30_000 }, async (pool) => {
      const seen = counters();
      const outer = new AbortController();
      const group = TaskGroup.run(
        (group) => {
          group.createTask((signal) =>
            TaskGroup.run(
              (inner) => {
                inner.createTask(pool.submit(obey, seen));
              },
              { signal },
            ),
          );
          group.createTask(() => pool.submit(obey, seen));
        },
        { signal: outer.signal },
      );
      await begun(seen, 2);
      outer.abort("enough");
      assert.equal(await failureOf(group), "enough");
      await ended(seen);
    });
  });

  it("counts the death of a worker and a timeout as failures, and an individual cancel as none", async () => {
    await withPool({ maxWorkers: 1, graceMs: 20 }, async (pool) => {
      const names = async (make: () => Future<unknown>) =>
        (
          await errorsOf(
            TaskGroup.run((group) => {
              group.createTask(make());
            }),
          )
        ).map((error) => error instanceof Error && error.name);
      assert.deepEqual(await names(() => pool.submit(exit, 3)), ["WorkerExitedError"]);
      assert.deepEqual(await names(() => pool.submit(ignoreAll.with({ timeoutMs: 20 }), counters())), [
        "TimeoutError",
      ]);
      await TaskGroup.run((group) => {
        group.createTask(pool.submit(ignoreAll, counters())).cancel();
      });
    });
  });

  it("leaves no unhandled rejection when a hundred threads' tasks fail at once", async () => {
    await withPool({ maxWorkers: 2 }, async (pool) => {
      const errors = await errorsOf(
        TaskGroup.run((group) => {
          for (let index = 0; index < 100; index += 1) group.createTask(pool.submit(fail, String(index)));
        }),
      );
      assert.ok(errors.length >= 1);
      await nextTurn();
    });
  });
});

describe("Future.cancel of a task on a thread", () => {
  it("stops a task that has begun before its executor could hear of it", async () => {
    await withPool({ maxWorkers: 1, graceMs: 30_000 }, async (pool) => {
      const seen = counters();
      const future = pool.submit(obey, seen);
      // Where a thread starts without our help, it now begins behind our back.
      const patience = performance.now() + 2_000;
      while (Atomics.load(seen, 0) === 0 && performance.now() < patience);
      future.cancel("enough");
      assert.equal(await failureOf(future), "enough");
      assert.equal(await pool.submit(add, 1, 1), 2);
      await ended(seen);
    });
  });

  it("keeps a task from beginning on a thread that still starts", async () => {
    await withPool({ maxWorkers: 1 }, async (pool) => {
      const seen = counters();
      const future = pool.submit(obey, seen);
      future.cancel("enough");
      assert.equal(await failureOf(future), "enough");
      assert.equal(await pool.submit(add, 1, 1), 2);
      assert.equal(Atomics.load(seen, 0), 0);
    });
  });
});

function counters(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}

async function begun(seen: Int32Array, count: number): Promise<void> {
  while (Atomics.load(seen, 0) < count) await setTimeout(1);
}

/** All that began have ended. */
async function ended(seen: Int32Array): Promise<void> {
  while (Atomics.load(seen, 1) < Atomics.load(seen, 0)) await setTimeout(1);
}

async function withPool(
  options: ConstructorParameters<typeof ThreadPoolExecutor>[0],
  body: (pool: ThreadPoolExecutor) => Promise<void>,
): Promise<void> {
  const pool = new ThreadPoolExecutor(options);
  try {
    await body(pool);
  } finally {
    await pool.shutdown({ cancelFutures: true });
  }
}
