import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Executor,
  InlineExecutor,
  TaskGroup,
  ThreadPerTaskExecutor,
  ThreadPoolExecutor,
} from "../../../runners/mod.ts";
import { seenByListener, store, storeSeen } from "../../fixtures/context-tasks.ts";
import { arrivalsAt, closedGate } from "../../fixtures/gate.ts";
import { listOf } from "../../fixtures/list-of.ts";
import { identity } from "../../fixtures/tasks.ts";

const executors: Record<string, () => Executor> = {
  ThreadPoolExecutor: () => new ThreadPoolExecutor({ maxWorkers: 1, maxQueue: 2 }),
  ThreadPerTaskExecutor: () => new ThreadPerTaskExecutor({ maxWorkers: 1, maxQueue: 2 }),
  InlineExecutor: () => new InlineExecutor(),
};

/** Numbers, and which store was there for each, and at the end. */
function* watched(count: number, seen: Set<string | undefined>): Generator<number> {
  try {
    for (let i = 0; i < count; i++) {
      seen.add(store.getStore());
      yield i;
    }
  } finally {
    seen.add(store.getStore());
  }
}

async function* watchedAsync(count: number, seen: Set<string | undefined>): AsyncGenerator<number> {
  for (const number of watched(count, seen)) {
    await undefined;
    seen.add(store.getStore());
    yield number;
  }
}

for (const [name, make] of Object.entries(executors)) {
  describe(`The async context around ${name}`, () => {
    for (const bufferSize of [1, undefined]) {
      for (const source of [watched, watchedAsync]) {
        it(`is for ${source.name} iterables that of who called map, with bufferSize ${bufferSize}`, async () => {
          await using executor = store.run("who made it", make);
          await store.run("who used it first", () => executor.submit(identity, 0));
          const seen = new Set<string | undefined>();
          const results = store.run("mine", () =>
            executor.map(identity, source(6, seen), { ...(bufferSize && { bufferSize }) }),
          );
          const others = store.run("another one", () => executor.map(identity, watched(6, new Set())));
          const [numbers] = await store.run("a reader", () => Promise.all([listOf(results), listOf(others)]));
          assert.deepEqual(
            numbers,
            Array.from({ length: 6 }, (_, i) => i),
          );
          assert.deepEqual([...seen], ["mine"]);
        });
      }
    }

    it("is that of who called map when its loop is left", async () => {
      await using executor = make();
      for (const source of [watched, watchedAsync]) {
        const seen = new Set<string | undefined>();
        const results = store.run("mine", () =>
          executor.map(identity, source(1_000, seen), { bufferSize: 2 }),
        );
        await store.run("a reader", async () => {
          for await (const result of results) if (result === 1) break;
        });
        assert.deepEqual([...seen], ["mine"]);
      }
    });

    it("is for what follows a future that of who follows it", async () => {
      await using executor = make();
      const future = store.run("who submits", () => executor.submit(identity, 1));
      const seen = await Promise.all([
        store.run("a", () => future.then(() => store.getStore())),
        store.run("b", async () => {
          await future;
          return store.getStore();
        }),
      ]);
      assert.deepEqual(seen, ["a", "b"]);
    });
  });
}

describe("The async context", () => {
  it("of a task of an InlineExecutor is that of who submitted it", async () => {
    await using executor = new InlineExecutor();
    const futures = ["a", "b", undefined].map((name) =>
      name === undefined ? executor.submit(storeSeen) : store.run(name, () => executor.submit(storeSeen)),
    );
    assert.deepEqual(await Promise.all(futures), ["a", "b", undefined]);
  });

  it("of a getter in an initializer's arguments is that of who made the executor", async () => {
    const seen = new Set<string | undefined>();
    const argument = {
      get name() {
        seen.add(store.getStore());
        return "";
      },
    };
    await using pool = store.run(
      "mine",
      () => new ThreadPoolExecutor({ maxWorkers: 1, initializer: [identity, argument] }),
    );
    await store.run("another one", () => pool.submit(identity, 1));
    assert.deepEqual([...seen], ["mine"]);
  });

  for (const [name, makeExecutor, count] of [
    ["a pool of one", () => new ThreadPoolExecutor({ maxWorkers: 1 }), 50],
    ["a pool of two", () => new ThreadPoolExecutor({ maxWorkers: 2 }), 50],
    ["a thread for each", () => new ThreadPerTaskExecutor({ maxWorkers: 1 }), 3],
  ] as const) {
    it(`of a getter in arguments is that of who submits, however long they wait, with ${name}`, async () => {
      await using executor = makeExecutor();
      const seen = new Map<string, Set<string | undefined>>();
      const requests = ["a", "b", "c"].map((request) => {
        const stores = new Set<string | undefined>();
        seen.set(request, stores);
        const argument = () => ({
          get name() {
            stores.add(store.getStore());
            return "";
          },
        });
        return store.run(request, async () => {
          for (let call = 0; call < count; call++)
            await Promise.all([executor.submit(identity, argument()), executor.submit(identity, argument())]);
          for await (const _ of executor.map(identity, Array.from({ length: count }, argument), {
            chunkSize: 2,
            bufferSize: 3,
          }));
        });
      });
      await Promise.all(requests);
      assert.deepEqual(
        [...seen].map(([request, stores]) => [request, [...stores]]),
        ["a", "b", "c"].map((request) => [request, [request]]),
      );
    });
  }

  for (const executor of [
    new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 5_000 }),
    new InlineExecutor({ graceMs: 5_000 }),
  ]) {
    it(`of a listener to currentTask().signal is that of the task, with ${executor.constructor.name}`, async () => {
      await using _ = executor;
      const gate = closedGate();
      const future = executor.submit(seenByListener, gate);
      await arrivalsAt(gate, 1);
      store.run("who cancels", () => future.cancel());
      await assert.rejects(future, { name: "RangeError", message: "the task's, true" });
    });
  }

  it("of a listener to a group's signal is that of its failed task", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    await store.run("another one", () => pool.submit(identity, 1));
    let seen: string | undefined;
    const group = store.run("mine", () =>
      TaskGroup.run(async (group) => {
        group.signal.addEventListener("abort", () => {
          seen = store.getStore();
        });
        group.createTask(pool.submit(identity, () => {}));
      }),
    );
    await assert.rejects(group, { name: "AggregateError" });
    assert.equal(seen, "mine");
  });
});
