import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InlineExecutor, ThreadPerTaskExecutor, ThreadPoolExecutor } from "../../runners/mod.ts";
import { add, fail } from "../fixtures/tasks.ts";

const executors = {
  ThreadPoolExecutor: () => new ThreadPoolExecutor({ maxWorkers: 2 }),
  ThreadPerTaskExecutor: () => new ThreadPerTaskExecutor({ maxWorkers: 2 }),
  InlineExecutor: () => new InlineExecutor(),
};

for (const [name, make] of Object.entries(executors)) {
  describe(name, () => {
    it("submit gives a future of the task's result", async () => {
      await using executor = make();
      assert.equal(await executor.submit(add, 40, 2), 42);
    });

    it("submit gives a future that rejects with what the task threw", async () => {
      await using executor = make();
      await assert.rejects(executor.submit(fail, "no"), { constructor: RangeError, message: "no" });
    });

    it("map gives the results in order, whatever the chunkSize", async () => {
      await using executor = make();
      for (const chunkSize of [1, 2, 3, 100]) {
        const results = await Array.fromAsync(executor.map(add, [1, 2, 3], [10, 20, 30, 40], { chunkSize }));
        assert.deepEqual(results, [11, 22, 33]);
      }
    });

    it("submit throws after shutdown", async () => {
      const executor = make();
      await executor.shutdown();
      assert.throws(() => executor.submit(add, 1, 2), /shut down/);
    });
  });
}
