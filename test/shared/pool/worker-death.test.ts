import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { currentRuntime } from "../../../runners/current-runtime.ts";
import { ThreadPerTaskExecutor, ThreadPoolExecutor, WorkerExitedError } from "../../../runners/mod.ts";
import { failureOf } from "../../fixtures/failure-of.ts";
import * as faults from "../../fixtures/faults.ts";
import { runProgram } from "../../fixtures/run-program.ts";
import { add, later, thread } from "../../fixtures/tasks.ts";

async function deathOf(future: PromiseLike<unknown>): Promise<WorkerExitedError> {
  const failure = await failureOf(future);
  assert.ok(failure instanceof WorkerExitedError, `expected a WorkerExitedError, got ${String(failure)}`);
  return failure;
}

/**
 * What a worker goes on through if its task listens for errors in that way: what a program of the runtime does. Node has no
 * such events, and preventing them has no effect on Bun.
 */
const goesOnThrough: Partial<Record<faults.ErrorListener, string>> = {
  none: "nothing",
  unhandledRejection: "reject",
  uncaughtException: "throw and reject",
  once: "throw and reject",
  ...(currentRuntime.name === "node" && { callback: "throw and reject" }),
  ...(currentRuntime.name === "deno" && { rejectionEvent: "reject", errorEvent: "throw", onerror: "throw" }),
};

describe("a worker that ends", () => {
  it("through process.exit rejects its task with a WorkerExitedError that has the code, and is replaced", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    for (const task of [faults.exitWith, faults.exitLater]) {
      for (const code of [3, 0]) {
        const death = await deathOf(pool.submit(task, code));
        assert.deepEqual([death.name, death.task, death.exitCode], ["WorkerExitedError", task.name, code]);
        assert.match(death.message, new RegExp(`"${task.name}".*${code}`));
        assert.equal(await pool.submit(add, 1, 2), 3);
      }
    }
  });

  it("through self.close rejects its task", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    assert.equal((await deathOf(pool.submit(faults.closeSelf))).exitCode, 0);
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("through an error in a timer, or a rejection that nobody handles, rejects its task with that for cause", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const { cause: thrown, exitCode } = await deathOf(pool.submit(faults.throwLater));
    assert.ok(thrown instanceof RangeError);
    assert.equal(thrown.message, "in a timer");
    assert.ok(thrown.cause instanceof TypeError);
    assert.equal(exitCode, 1);
    const { cause: rejected } = await deathOf(pool.submit(faults.rejectUnhandled));
    assert.ok(rejected instanceof RangeError);
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  for (const [listener, keptThrough] of Object.entries(goesOnThrough)) {
    it(`goes on through ${keptThrough} with ${listener} listening`, async () => {
      // In a process of its own: below `bun test` nothing that a thread does keeps it.
      const program = new URL("../../fixtures/programs/handled-errors.ts", import.meta.url);
      const { stdout } = await runProgram(program, [listener]);
      const lines = ["throw", "reject"].map((fault) =>
        keptThrough.includes(fault)
          ? `${fault}: handled, RangeError, same thread\n`
          : `${fault}: WorkerExitedError, RangeError, another thread\n`,
      );
      assert.equal(stdout, lines.join(""));
    });
  }

  it("after its task has ended is replaced, and hurts nobody", async () => {
    const printed: unknown[][] = [];
    const { error } = console;
    // `mock` is not there in `bun test` of 1.3.
    using _ = { [Symbol.dispose]: () => Object.assign(console, { error }) };
    console.error = (...args) => void printed.push(args);
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const before = await pool.submit(thread);
    await pool.submit(faults.throwAfterEnd);
    while (printed.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.match(String(printed[0]), /in a timer/);
    assert.notEqual(await pool.submit(thread), before);
  });

  it("leaves the tasks that had not begun to another one", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const deaths = [1, 2, 3].map((code) => deathOf(pool.submit(faults.exitWith, code)));
    const sums = Array.from({ length: 20 }, (_, i) => pool.submit(add, i, 1));
    assert.deepEqual(
      (await Promise.all(deaths)).map(({ exitCode }) => exitCode),
      [1, 2, 3],
    );
    assert.deepEqual(
      await Promise.all(sums),
      sums.map((_, i) => i + 1),
    );
  });

  it("can be followed by a submit where its task's failure is handled", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    assert.equal(await pool.submit(faults.exitWith, 1).catch(() => pool.submit(add, 20, 1)), 21);
  });

  it("does not stop shutdown", async () => {
    const pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const futures = [
      pool.submit(faults.exitWith, 3),
      pool.submit(later, 5, "x"),
      pool.submit(faults.exitLater, 4),
    ];
    const ends = Promise.allSettled(futures);
    await pool.shutdown();
    assert.deepEqual(
      (await ends).map(({ status }) => status),
      ["rejected", "fulfilled", "rejected"],
    );
    assert.equal(pool.stats().workers, 0);
  });

  it("out of memory rejects its task with the cause", { skip: currentRuntime.name !== "node" }, async () => {
    await using pool = new ThreadPoolExecutor({
      maxWorkers: 1,
      resourceLimits: { maxOldGenerationSizeMb: 32 },
    });
    const { cause } = await deathOf(pool.submit(faults.eatMemory));
    assert.equal((cause as { code?: unknown }).code, "ERR_WORKER_OUT_OF_MEMORY");
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("is the same for a thread of its own", async () => {
    await using executor = new ThreadPerTaskExecutor({ maxWorkers: 1 });
    const death = deathOf(executor.submit(faults.exitWith, 5));
    const sum = executor.submit(add, 1, 2);
    assert.equal((await death).exitCode, 5);
    assert.equal(await sum, 3);
  });
});

describe("a module that cannot be used", () => {
  it("because it does not exist rejects its task, and the pool goes on", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    assert.match(String(await failureOf(pool.submit(faults.inMissingModule))), /nowhere\.ts/);
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("because it throws while it loads rejects its task with what it threw", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    for (let i = 0; i < 2; i++) {
      const failure = await failureOf(pool.submit(faults.inThrowingModule));
      assert.ok(failure instanceof RangeError);
      assert.equal(failure.message, "while loading");
      assert.ok(failure.cause instanceof TypeError);
    }
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("because it does not parse, or exits, rejects its task", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    assert.ok((await failureOf(pool.submit(faults.inBrokenModule))) instanceof Error);
    assert.equal((await deathOf(pool.submit(faults.inExitingModule))).exitCode, 9);
    // Its module exits before a thread has heard of what the arguments are.
    assert.equal((await deathOf(pool.submit(faults.givenToExitingModule, {}))).exitCode, 9);
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("because it does not export the task says so", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await assert.rejects(pool.submit(faults.inObject.hidden), {
      name: "TypeError",
      message: /"hidden".*does not export/,
    });
  });

  it("because it starts work while a worker loads it says so, and starts no further workers", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await assert.rejects(pool.submit(faults.inNestingModule), {
      message: /while a worker loads .*nesting-module/,
    });
  });
});

describe("a task that misbehaves", () => {
  const { postRubbish, removeListeners, closePort, freeze } = faults;
  for (const rude of [postRubbish, removeListeners, closePort, freeze]) {
    it(`does not disturb the tasks after it: ${rude.name}`, async () => {
      await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
      await pool.submit(rude);
      assert.equal(await pool.submit(add, 1, 2), 3);
      await assert.rejects(pool.submit(faults.throwValue, new RangeError("kept")), {
        constructor: RangeError,
      });
      await deathOf(pool.submit(faults.exitWith, 3));
      assert.equal(await pool.submit(add, 1, 2), 3);
    });
  }

  it("may overflow its stack", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await assert.rejects(pool.submit(faults.overflow), RangeError);
    assert.equal(await pool.submit(add, 1, 2), 3);
  });

  it("may submit tasks itself, which run on workers of its worker", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    assert.deepEqual(
      await Promise.all([pool.submit(faults.nested, 3), pool.submit(faults.nested, 4)]),
      [7, 9],
    );
  });

  it("may nest only so deep", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await assert.rejects(pool.submit(faults.submitItself), { message: /workers deep/ });
  });
});
