import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Executor,
  InlineExecutor,
  setDefaultExecutor,
  ThreadPoolExecutor,
} from "../../../runners/mod.ts";
import { UnsupportedError } from "../../../shared/unsupported-error.ts";
import type { Workload, WorkloadParams } from "../../../shared/workload.ts";
import { expectEqual } from "../../../shared/workloads/support/expect-equal.ts";
import { type Example, examples, names, workloads } from "../../fixtures/workload-examples.ts";

describe("a workload of shared/workloads", () => {
  for (const [index, workload] of workloads.entries()) {
    it(`${names[index]} has its file's name, a line about it, defaults, and an example here`, () => {
      assert.equal(workload.name, names[index]);
      assert.match(workload.about, /^\S.{20,120}$/);
      assert.ok(Number.isSafeInteger(workload.defaults.tasks) && workload.defaults.tasks >= 1);
      assert.ok(Number.isSafeInteger(workload.defaults.size) && workload.defaults.size >= 1);
      assert.ok(workload.check !== undefined);
      assert.ok(workload.name in examples);
    });
  }
});

const executors = {
  pool: () => new ThreadPoolExecutor({ maxWorkers: 2 }),
  inline: () => new InlineExecutor(),
};

for (const [kind, makeExecutor] of Object.entries(executors)) {
  describe(`run and check, with the ${kind} executor as default`, () => {
    for (const workload of workloads.filter(({ threaded }) => threaded || kind === "inline")) {
      it(`${workload.name} gives the right result, twice, and its check throws at any other`, async (test) => {
        const made: Executor[] = [];
        const executor = (): Executor => {
          made.push(makeExecutor());
          return made.at(-1) as Executor;
        };
        setDefaultExecutor(executor());
        try {
          await tryOut(workload, examples[workload.name] ?? workload.defaults, executor);
        } catch (error) {
          if (error instanceof UnsupportedError) return test.skip(error.message);
          throw error;
        } finally {
          for (const each of made) await each.shutdown();
        }
      });
    }
  });
}

async function tryOut(workload: Workload, example: Example, makeExecutor: () => Executor): Promise<void> {
  const params = paramsOf(example, makeExecutor);
  const state: unknown = await workload.setup?.(params);
  try {
    for (const _ of ["cold", "warm"]) {
      const result: unknown = await workload.run(params, state);
      await workload.check?.(result, params);
      if (example.expected !== undefined) expectEqual(plain(result), example.expected, "the result");
      for (const wrong of corruptions(result)) {
        await assert.rejects(async () => workload.check?.(wrong, params), RangeError);
      }
    }
  } finally {
    await workload.teardown?.(state);
  }
}

function paramsOf({ tasks, size }: Example, makeExecutor: () => Executor): WorkloadParams {
  return {
    tasks,
    size,
    threads: 2,
    signal: new AbortController().signal,
    metric(name, value) {
      assert.match(name, /_(ms|us|mb|kb|bytes|items|per_s|x)$/);
      assert.ok(Number.isFinite(value), `${name} is ${value}`);
    },
    freshExecutor: async () => makeExecutor(),
  };
}

/** The result with its first, middle or last part changed, at each of its levels. */
function* corruptions(result: unknown): Generator {
  if (typeof result === "number") yield result + 1;
  else if (typeof result === "bigint") yield result + 1n;
  else if (typeof result === "string") yield* [result.slice(0, -1), `${result}x`];
  else if (result instanceof Map) {
    for (const [key, value] of some([...result])) {
      for (const wrong of corruptions(value)) yield new Map(result).set(key, wrong);
    }
    yield new Map([...result].slice(1));
  } else if (ArrayBuffer.isView(result)) {
    const list = plain(result) as Uint8Array<ArrayBuffer>;
    for (const [index, value] of some([...list.entries()])) yield list.with(index, value + 1);
    yield list.slice(1);
  } else if (Array.isArray(result)) {
    for (const [index, value] of some([...result.entries()])) {
      for (const wrong of corruptions(value)) yield result.with(index, wrong);
    }
    yield result.slice(1);
  } else if (typeof result === "object" && result !== null) {
    for (const [key, value] of some(Object.entries(result))) {
      for (const wrong of corruptions(value)) yield { ...result, [key]: wrong };
    }
  } else assert.fail(`no way to corrupt ${String(result)}`);
}

function some<Item>(items: readonly Item[]): Item[] {
  return [...new Set([0, items.length >> 1, items.length - 1])].flatMap((index) =>
    items.slice(index, index + 1),
  );
}

/** A typed array in shared memory as one in memory of its own. */
function plain(result: unknown): unknown {
  return ArrayBuffer.isView(result) && "slice" in result ? (result as Uint8Array).slice() : result;
}
