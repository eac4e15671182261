import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { currentTask, InlineExecutor, ThreadPoolExecutor, task } from "../../../runners/mod.ts";
import { leaveBehind, nowOrLater, quietlyLater, whatTheySaw } from "../../fixtures/leaving-tasks.ts";
import { add, later } from "../../fixtures/tasks.ts";

const here = import.meta.url;

/** A task that gives what `currentTask` says, before and after an `await`. */
const look = task(here, async function look(signals: AbortSignal[]) {
  signals.push(currentTask().signal);
  await new Promise((resolve) => setTimeout(resolve, 1));
  signals.push(currentTask().signal);
});

describe("task", () => {
  it("called directly runs right here, and passes values as they are", async () => {
    assert.equal(add(1, 2), 3);
    assert.equal(await later(1, "x"), "x");
    assert.equal(add.name, "add");
  });

  it("throws a TypeError for what a worker could never find", () => {
    assert.throws(() => task("./relative.ts", function relative() {}), {
      name: "TypeError",
      message: /import\.meta\.url/,
    });
    // @ts-expect-error it takes a function
    assert.throws(() => task(here, "text"), TypeError);
  });

  it("with keeps the task as it is and gives another with the options, added to those it has", async () => {
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    const bound = look.with({ signal: controller.signal }).with({ timeoutMs: 60_000 });
    controller.abort(new RangeError("stop"));
    assert.throws(() => bound(signals), { message: "stop" });
    await look(signals);
    assert.equal(signals.length, 2);
  });

  it("with throws a RangeError for a timeoutMs that is no time", () => {
    for (const timeoutMs of [-1, Number.NaN, "5" as never]) {
      assert.throws(() => add.with({ timeoutMs }), RangeError);
    }
  });

  it("called directly hears of its bound signal and its timeoutMs, busy or not", async () => {
    const busy = task(here, function busy() {
      const end = performance.now() + 5_000;
      while (performance.now() < end) currentTask().throwIfAborted();
    });
    assert.throws(() => busy.with({ timeoutMs: 5 })(), { name: "TimeoutError" });
    const waiting = task(here, function waiting() {
      const { signal } = currentTask();
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });
    await assert.rejects(waiting.with({ timeoutMs: 5 })(), { name: "TimeoutError" });
    const controller = new AbortController();
    const run = waiting.with({ signal: controller.signal })();
    controller.abort(new RangeError("stop"));
    await assert.rejects(run, { message: "stop" });
  });
});

describe("currentTask", () => {
  it("throws outside a task, also while one runs inline", async () => {
    assert.throws(() => currentTask(), /outside a task/);
    await using executor = new InlineExecutor();
    const running = executor.submit(later, 10, "x");
    await new Promise((resolve) => setTimeout(resolve, 1));
    assert.throws(() => currentTask(), /outside a task/);
    await running;
  });

  it("is the same before and after an await, and another for each run", async () => {
    await using executor = new InlineExecutor();
    const [a, b, c]: AbortSignal[][] = [[], [], []];
    await Promise.all([
      look(a as AbortSignal[]),
      look(b as AbortSignal[]),
      executor.submit(look, c as AbortSignal[]),
    ]);
    for (const signals of [a, b, c]) assert.equal(signals?.[0], signals?.[1]);
    assert.equal(new Set([...(a ?? []), ...(b ?? []), ...(c ?? [])]).size, 3);
  });

  it("of a task that another one calls is that of the other one, unless options are bound", async () => {
    const outer = task(here, async function outer(signals: AbortSignal[]) {
      signals.push(currentTask().signal);
      await look(signals);
      await look.with({ timeoutMs: 60_000 })(signals);
    });
    const signals: AbortSignal[] = [];
    await outer(signals);
    const [own, ...inner] = signals;
    assert.deepEqual(
      inner.map((signal) => signal === own),
      [true, true, false, false],
    );
  });

  it("aborts inline when the future is cancelled, with its reason", async () => {
    await using executor = new InlineExecutor();
    const seen: unknown[] = [];
    const waiting = task(here, async function waiting() {
      const { signal, throwIfAborted } = currentTask();
      seen.push(signal.aborted);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      seen.push(signal.aborted, (signal.reason as Error).message);
      throwIfAborted();
    });
    const future = executor.submit(waiting);
    while (seen.length === 0) await undefined;
    future.cancel(new RangeError("stop"));
    await assert.rejects(future, { message: "stop" });
    assert.equal(future.state, "cancelled");
    assert.deepEqual(seen, [false, true, "stop"]);
  });
});

describe("currentTask on a thread whose tasks return at once", () => {
  it("goes on for what they left behind, and is not that of the task which runs then", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 60_000 });
    const names = ["a", "b", "c", "d"];
    for (const name of names) await pool.submit(leaveBehind, name, 5);
    // The next one is aborted while they look.
    const running = pool.submit(later, 50, "done");
    while (running.state === "pending") await new Promise((resolve) => setTimeout(resolve, 1));
    running.cancel();
    assert.deepEqual(
      await pool.submit(whatTheySaw, names.length),
      names.map((name) => `${name} goes on`),
    );
    await assert.rejects(running, { name: "AbortError" });
  });

  it("stays that of a task which, for once, returns a promise", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 60_000 });
    for (let i = 0; i < 3; i++) assert.equal(await pool.submit(nowOrLater, 0), "now false");
    const futures = [1, 0, 2, 0].map((ms) => pool.submit(nowOrLater, ms));
    assert.deepEqual(await Promise.all(futures), [
      "later true false",
      "now false",
      "later true false",
      "now false",
    ]);
    for (let i = 0; i < 3; i++) await pool.submit(nowOrLater, 0);
    const endless = pool.submit(nowOrLater, 60_000);
    while (endless.state === "pending") await new Promise((resolve) => setTimeout(resolve, 1));
    endless.cancel();
    await assert.rejects(endless, { name: "AbortError" });
    assert.equal(await pool.submit(nowOrLater, 0), "now false");
  });

  it("which returns a promise for once, and is aborted, is nothing to what others left behind before", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 60_000 });
    const begun = new SharedArrayBuffer(4);
    // Until the thread knows that both return at once.
    for (let i = 0; i < 3; i++) {
      await pool.submit(leaveBehind, "a", 1);
      assert.equal(await pool.submit(quietlyLater, 0, begun), false);
    }
    assert.deepEqual(await pool.submit(whatTheySaw, 3), ["a goes on", "a goes on", "a goes on"]);
    void pool.submit(leaveBehind, "b", 1_000);
    const aborted = pool.submit(quietlyLater, 500, begun);
    while (Atomics.load(new Int32Array(begun), 0) < 4) await new Promise((resolve) => setTimeout(resolve, 1));
    aborted.cancel();
    await assert.rejects(aborted, { name: "AbortError" });
    assert.deepEqual(await pool.submit(whatTheySaw, 2), ["later aborted", "b goes on"]);
  });
});
