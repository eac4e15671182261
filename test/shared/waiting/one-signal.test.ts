import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import { type Executor, InlineExecutor, TaskGroup, ThreadPoolExecutor } from "../../../runners/mod.ts";
import { closedGate } from "../../fixtures/gate.ts";
import { runProgram } from "../../fixtures/run-program.ts";
import { deaf, identity, later, waitForAbort } from "../../fixtures/tasks.ts";

describe("A signal that many follow", () => {
  for (const make of [
    () => new ThreadPoolExecutor({ maxWorkers: 1 }),
    () => new InlineExecutor(),
  ] as (() => Executor)[]) {
    it(`has one listener of ours, and none afterwards, with ${make().constructor.name}`, async () => {
      await using executor = make();
      const { signal } = new AbortController();
      const bound = identity.with({ signal });
      const futures = Array.from({ length: 30 }, (_, i) => executor.submit(bound, i));
      const groups = Array.from({ length: 30 }, () => TaskGroup.run(() => Promise.all(futures), { signal }));
      const calls = Array.from({ length: 30 }, () => later.with({ signal })(1, "here"));
      assert.equal(getEventListeners(signal, "abort").length, 1);
      await Promise.all([...groups, ...calls]);
      await Promise.all(futures);
      assert.equal(getEventListeners(signal, "abort").length, 0);
    });
  }

  it("ends all of them", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 10 });
    const controller = new AbortController();
    const { signal } = controller;
    const gate = closedGate();
    const futures = [deaf, waitForAbort].flatMap((task) =>
      Array.from({ length: 15 }, () => pool.submit(task.with({ signal }), gate)),
    );
    const groups = Array.from({ length: 15 }, () =>
      TaskGroup.run(
        (group) =>
          void group.createTask(new Promise((_, reject) => group.signal.addEventListener("abort", reject))),
        { signal },
      ),
    );
    controller.abort(new RangeError("enough"));
    for (const ended of await Promise.allSettled([
      ...futures,
      ...groups.map((group) => group.catch(() => Promise.reject(signal.reason))),
    ])) {
      assert.equal(ended.status === "rejected" && ended.reason, signal.reason);
    }
    assert.equal(getEventListeners(signal, "abort").length, 0);
  });

  it("gives no warning", async () => {
    const { status, output } = await runProgram(
      new URL("../../fixtures/programs/one-signal.ts", import.meta.url),
    );
    assert.deepEqual({ status, output: output.trim() }, { status: 0, output: "30" });
  });
});
