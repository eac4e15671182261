import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Executor,
  InlineExecutor,
  type TaskReport,
  ThreadPerTaskExecutor,
  ThreadPoolExecutor,
} from "../../runners/mod.ts";
import { failureOf } from "../fixtures/failure-of.ts";
import { add, fail, later } from "../fixtures/tasks.ts";

type Make = (onSettled: (report: TaskReport) => void) => Executor;

const executors: Readonly<Record<string, Make>> = {
  ThreadPoolExecutor: (onSettled) => new ThreadPoolExecutor({ maxWorkers: 1, onSettled }),
  ThreadPerTaskExecutor: (onSettled) => new ThreadPerTaskExecutor({ maxWorkers: 1, onSettled }),
  InlineExecutor: (onSettled) => new InlineExecutor({ onSettled }),
};

for (const [name, make] of Object.entries(executors)) {
  describe(`onSettled of ${name}`, () => {
    it("hears once of each call how it ended, how long it waited, and how long it ran", async () => {
      const reports: TaskReport[] = [];
      await using executor = make((report) => reports.push(report));
      const slow = executor.submit(later, 30, "x");
      const failed = executor.submit(fail, "no");
      const cancelled = executor.submit(add, 1, 2);
      cancelled.cancel();
      await slow;
      await failureOf(failed);
      await failureOf(cancelled);
      await executor.shutdown();
      const found = reports.map(({ task, state }) => `${task} ${state}`);
      assert.deepEqual(found.sort(), ["add cancelled", "fail rejected", "later fulfilled"]);
      for (const { waitedMs, ranMs } of reports) assert.ok(waitedMs >= 0 && ranMs >= 0);
      const of = (task: string): TaskReport | undefined => reports.find((report) => report.task === task);
      assert.ok((of("later")?.ranMs ?? 0) >= 20);
      assert.ok((of("fail")?.waitedMs ?? 0) >= 20);
      assert.equal(of("add")?.ranMs, 0);
    });

    it("may submit again", async () => {
      const sums: Promise<number>[] = [];
      const executor = make(({ task }) => {
        if (task === "later") sums.push(executor.submit(add, 1, 2));
      });
      await executor.submit(later, 1, "x");
      assert.deepEqual(await Promise.all(sums), [3]);
      await executor.shutdown();
    });

    it("has to be a function", () => {
      assert.throws(() => make("no" as never), TypeError);
    });
  });
}
