import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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

  it("keeps nothing of a thousand workers that died", { timeout: 280_000 }, async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 4 });
    const some = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 4) {
        await Promise.allSettled([1, 2, 3, 4].map((code) => pool.submit(exitWith, code)));
      }
      await pool.submit(add, 1, 2);
    };
    await some(500);
    const before = usedMiB();
    await some(500);
    const grown = usedMiB() - before;
    assert.ok(grown < slackMiB, `grew by ${grown.toFixed(1)} MiB`);
    assert.ok(pool.stats().workers <= 4);
  });
});

describe("an executor that is shut down", () => {
  const isDeno = "deno" in process.versions;

  it("leaves nothing behind that `deno test` finds", { skip: !isDeno, timeout: 120_000 }, async () => {
    const file = fileURLToPath(new URL("../fixtures/leaves-nothing.ts", import.meta.url));
    const args = ["test", "-A", "--no-check", "--no-lock", file];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, NO_COLOR: "1" },
    });
    assert.match(stdout, /7 passed \| 0 failed/);
  });
});
