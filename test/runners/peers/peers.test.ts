import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { executors } from "../../../runners/cell/executors.ts";
import { currentRuntime } from "../../../runners/current-runtime.ts";
import { type Executor, setDefaultExecutor } from "../../../runners/mod.ts";
import { lacking, UnsupportedError } from "../../../shared/unsupported-error.ts";
import type { Workload, WorkloadParams } from "../../../shared/workload.ts";
import { arrivalsAt, closedGate, openGate } from "../../fixtures/gate.ts";
import { add, failAt, pass, ramp, sizesOf } from "../../fixtures/tasks.ts";
import { examples, workloads } from "../../fixtures/workload-examples.ts";

/** Those that are not ours. */
const peers = ["raw", "processes", "piscina", "tinypool", "workerpool", "poolifier", "poolifier-web-worker"];
/** Those that cannot end a task. */
const deaf = ["raw", "processes", "poolifier", "poolifier-web-worker"];

describe("executors", () => {
  it("has inline, pool, per-task, and these peers", () => {
    assert.deepEqual(Object.keys(executors), ["inline", "pool", "per-task", ...peers]);
  });
});

for (const name of peers) {
  const row = executors[name];
  const reason = row?.unsupported?.[currentRuntime.name];
  /** It shares no memory with us. */
  const isApart = name === "processes";
  describe(`the executor ${name}`, { skip: reason ?? false }, () => {
    const withExecutor = async (
      threads: number,
      use: (executor: Executor) => Promise<void>,
    ): Promise<void> => {
      const executor = await row?.create(threads);
      assert.ok(executor !== undefined);
      try {
        await use(executor);
      } finally {
        await executor.shutdown();
      }
    };

    it("submit gives the result of a task, or what it threw", () =>
      withExecutor(2, async (executor) => {
        assert.equal(await executor.submit(add, 40, 2), 42);
        await assert.rejects(async () => executor.submit(failAt, 3, 3), { message: "at 3" });
        assert.equal(await executor.submit(failAt, 2, 3), 2);
      }));

    it("map gives the results in order", () =>
      withExecutor(2, async (executor) => {
        const sums: number[] = [];
        for await (const sum of executor.map(add, [1, 2, 3, 4], [10, 20, 30], { chunkSize: 2 }))
          sums.push(sum);
        assert.deepEqual(sums, [11, 22, 33]);
      }));

    it("submit moves what the task transfers, and the result comes back", { skip: isApart }, () =>
      withExecutor(1, async (executor) => {
        const buffer = new ArrayBuffer(16);
        assert.deepEqual(await executor.submit(sizesOf.with({ transfer: [buffer] }), buffer), [16]);
        assert.equal(buffer.byteLength, 0);
        assert.deepEqual(await executor.submit(ramp, 3), Float64Array.of(0, 1, 2));
      }),
    );

    it("runs on as many threads as it was asked for, at once", { skip: isApart }, () =>
      withExecutor(2, async (executor) => {
        const gate = closedGate();
        const passing = [executor.submit(pass, gate), executor.submit(pass, gate)];
        await arrivalsAt(gate, 2);
        openGate(gate);
        assert.deepEqual((await Promise.all(passing)).sort(), [0, 1]);
      }),
    );

    it("refuses what it has not: a task's timeoutMs, stats", () =>
      withExecutor(1, async (executor) => {
        assert.throws(() => executor.submit(add.with({ timeoutMs: 5 }), 1, 2), UnsupportedError);
        assert.throws(() => executor.stats(), UnsupportedError);
      }));

    it("ends a task whose signal aborts, and goes on", { skip: deaf.includes(name) }, () =>
      withExecutor(1, async (executor) => {
        const gate = closedGate();
        const abort = new AbortController();
        const passing = executor.submit(pass.with({ signal: abort.signal }), gate);
        await arrivalsAt(gate, 1);
        abort.abort();
        await assert.rejects(async () => passing, { name: "AbortError" });
        assert.equal(await executor.submit(add, 1, 2), 3);
      }),
    );

    it("runs every workload that has threads, with the right result", () =>
      withExecutor(2, async (executor) => {
        setDefaultExecutor(executor);
        const fresh: Executor[] = [];
        for (const workload of workloads.filter(({ threaded }) => threaded)) {
          const { tasks, size } = examples[workload.name] ?? workload.defaults;
          const params = {
            ...{ tasks, size, threads: 2, metric: () => {}, signal: new AbortController().signal },
            async freshExecutor() {
              fresh.push((await row?.create(2)) as Executor);
              return fresh.at(-1) as Executor;
            },
          };
          await runOnce(workload, params);
          for (const each of fresh.splice(0)) await each.shutdown();
        }
      }));
  });
}

async function runOnce(workload: Workload, params: WorkloadParams): Promise<void> {
  try {
    const state: unknown = await workload.setup?.(params);
    const result: unknown = await workload.run(params, state);
    await workload.check?.(result, params);
    await workload.teardown?.(state);
  } catch (error) {
    if (lacking(error) !== undefined) return;
    throw new Error(`${workload.name} failed`, { cause: error });
  }
}
