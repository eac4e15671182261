import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { currentRuntime } from "../../runners/current-runtime.ts";
import { TaskGroup, ThreadPoolExecutor } from "../../runners/mod.ts";
import { exitWith } from "../fixtures/faults.ts";
import { add, identity } from "../fixtures/tasks.ts";

/** How much the memory in use may differ between two looks at it that find the same. */
const slackMiB = 40;

function usedMiB(): number {
  return process.memoryUsage().rss / 2 ** 20;
}

describe("a pool that is used for long", () => {
  it("keeps nothing of ten thousand groups", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const { signal } = new AbortController();
    const some = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        await TaskGroup.run(
          async (group) => {
            group.createTask(pool.submit(identity.with({ signal }), new Uint8Array(1_000)));
            group.createTask(pool.submit(add, i, 1));
          },
          { signal },
        );
      }
    };
    await some(5_000);
    const before = usedMiB();
    await some(5_000);
    const grown = usedMiB() - before;
    assert.ok(grown < slackMiB, `grew by ${grown.toFixed(1)} MiB`);
    assert.equal(pool.stats().queued, 0);
  });

  it("keeps nothing of a thousand workers that died", async () => {
    // Where a thread takes longer to start, a part of the thousand has to do.
    const count = currentRuntime.name === "bun" ? 500 : 40;
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const some = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 2) {
        await Promise.allSettled([pool.submit(exitWith, 1), pool.submit(exitWith, 2)]);
      }
      await pool.submit(add, 1, 2);
    };
    await some(count);
    const before = usedMiB();
    await some(count);
    const grown = usedMiB() - before;
    assert.ok(grown < slackMiB, `grew by ${grown.toFixed(1)} MiB`);
    assert.ok(pool.stats().workers <= 2);
  });
});
