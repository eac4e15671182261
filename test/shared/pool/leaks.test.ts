import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { TaskGroup, ThreadPoolExecutor } from "../../../runners/mod.ts";
import { collectGarbage } from "../../../runners/platform/collect-garbage.ts";
import { exitWith } from "../../fixtures/faults.ts";
import { heapBytes } from "../../fixtures/heap-bytes.ts";
import { add, fail, heapOfThread, identity } from "../../fixtures/tasks.ts";

/** What may seem to be kept of each group or task, in bytes: an object with some properties is more. */
const slackOfGroup = 64;
/** The same of a worker: its list of jobs alone is 8 KiB. */
const slackOfWorker = 6_000;

/**
 * How much more the heap holds for each of `count` that `some` does: the median of seven times, since what an engine
 * compiles and frees by the way comes once.
 */
async function keptOfEach(
  count: number,
  some: (count: number) => Promise<void>,
  look: () => Promise<number> = heapBytes,
): Promise<number> {
  await some(2 * count);
  const growths: number[] = [];
  let before = await look();
  for (let i = 0; i < 7; i++) {
    await some(count);
    const after = await look();
    growths.push((after - before) / count);
    before = after;
  }
  return growths.sort((a, b) => a - b)[3] ?? Number.NaN;
}

function assertLess(kept: number, slack: number): void {
  assert.ok(kept < slack, `${kept.toFixed(0)} bytes are kept of each`);
}

describe("a pool that is used for long", () => {
  const options = { skip: !collectGarbage(), timeout: 280_000 };
  const { signal } = new AbortController();

  /** Groups with an outer signal, and tasks with messages, time limits and signals; every fourth fails and cancels the others. */
  async function groups(pool: ThreadPoolExecutor, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const group = TaskGroup.run(
        (group) => {
          group.createTask(pool.submit(identity.with({ signal }), new Uint8Array(1_000)));
          group.createTask(pool.submit(add.with({ timeoutMs: 60_000 }), i, 1));
          if (i % 4 === 0) group.createTask(pool.submit(fail, "no"));
        },
        { signal },
      );
      await group.catch(() => {});
    }
  }

  it("keeps nothing of the groups that it has run", options, async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    assertLess(await keptOfEach(800, (count) => groups(pool, count)), slackOfGroup);
    assert.equal(pool.stats().queued, 0);
  });

  it("keeps nothing of their tasks in its workers", options, async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const look = async (): Promise<number> => pool.submit(heapOfThread);
    assertLess(await keptOfEach(800, (count) => groups(pool, count), look), slackOfGroup);
  });

  it("keeps nothing of the tasks that were cancelled while they waited", options, async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    const some = async (count: number): Promise<void> => {
      const futures = Array.from({ length: count }, () => pool.submit(add.with({ signal }), 1, 2));
      for (const future of futures) future.cancel();
      await Promise.allSettled(futures);
      await pool.submit(add, 1, 2);
    };
    assertLess(await keptOfEach(2_000, some), slackOfGroup);
  });

  it("keeps nothing of the workers that have died", options, async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
    const some = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 2) {
        await Promise.allSettled([1, 2].map((code) => pool.submit(exitWith, code)));
      }
    };
    assertLess(await keptOfEach(10, some), slackOfWorker);
    assert.ok(pool.stats().workers <= 2);
  });
});

describe("an executor that is shut down", () => {
  const isDeno = "deno" in process.versions;

  it("leaves nothing behind that `deno test` finds", { skip: !isDeno, timeout: 120_000 }, async () => {
    const file = fileURLToPath(new URL("../../fixtures/leaves-nothing.ts", import.meta.url));
    const args = ["test", "-A", "--no-check", "--no-lock", file];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, NO_COLOR: "1" },
    });
    assert.match(stdout, /7 passed \| 0 failed/);
  });
});
