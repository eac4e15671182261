import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { InlineExecutor, type Task, TaskGroup, ThreadPoolExecutor } from "../../../runners/mod.ts";
import { errorsOf, failureOf } from "../../fixtures/failure-of.ts";
import { arrivalsAt, closedGate } from "../../fixtures/gate.ts";
import { hostileValues, rejectHostile, throwHostile } from "../../fixtures/hostile-values.ts";
import { listOf } from "../../fixtures/list-of.ts";
import { thread, waitForAbort } from "../../fixtures/tasks.ts";
import {
  throwFromNamespace,
  throwOwnError,
  throwSuppressed,
  throwUncloneableParts,
} from "../../fixtures/thrown-errors.ts";
import { untilAborted } from "../../fixtures/until-aborted.ts";

// One worker for all, which nothing of this may cost.
const pool = new ThreadPoolExecutor({ maxWorkers: 1, graceMs: 60_000 });
after(() => pool.shutdown());

/** What arrives: its class, its name and its message, or the value. */
const arriving: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    ["revokedProxy", "revokedFunction", "refusingProxy", "function", "symbol", "promise"].map((name) => [
      name,
      ["DOMException", "DataCloneError"],
    ]),
  ),
  throwingToString: ["DOMException", "DataCloneError"],
  throwingToPrimitive: {},
  refusingError: ["RangeError", "RangeError", ""],
  onceCloneable: ["TypeError", "TypeError", "fickle"],
  refusingClass: ["TypeError", "TypeError", "of a class"],
  withoutPrototype: ["Error", "Error", "bare"],
  otherPrototype: ["RangeError", "RangeError", "other"],
  frozen: ["EvalError", "EvalError", "frozen"],
  circle: ["Error", "Error", "above"],
  endless: ["Error", "Error", "endless"],
  withRevokedParts: ["AggregateError", "AggregateError", "parts"],
  many: ["AggregateError", "AggregateError", "many"],
  deep: ["Error", "Error", "4999"],
  withDeepProperty: ["TypeError", "TypeError", "deep property"],
};

function partsOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const parts = [thrown.constructor.name, thrown.name, thrown.message];
  return thrown.name === "DataCloneError" ? parts.slice(0, 2) : parts;
}

/** A promise can be rejected with a revoked proxy, or a promise, and cannot be fulfilled with it. */
function rejects(promise: PromiseLike<unknown>, isRight: (thrown: unknown) => boolean): Promise<void> {
  return Promise.resolve(promise).then(
    () => assert.fail("it was fulfilled"),
    (thrown) => assert.ok(isRight(thrown)),
  );
}

describe("What a task throws, however hostile,", () => {
  for (const name of Object.keys(hostileValues)) {
    it(`rejects its future, and costs no worker: ${name}`, async () => {
      const before = await pool.submit(thread);
      for (const task of [throwHostile, rejectHostile as unknown as typeof throwHostile]) {
        const thrown = await failureOf(pool.submit(task, name));
        if (name in arriving) assert.deepEqual(partsOf(thrown), arriving[name]);
        const inChunk = await failureOf(listOf(pool.map(task, [name, name], { chunkSize: 2 })));
        if (name in arriving) assert.deepEqual(partsOf(inChunk), arriving[name]);
      }
      assert.equal(await pool.submit(thread), before);
    });

    it(`rejects an inline executor, and a group, with the very value: ${name}`, async () => {
      const value = hostileValues[name]?.();
      const throws = () => {
        throw value;
      };
      const [failure] = await errorsOf(TaskGroup.run((group) => void group.createTask(throws)));
      assert.ok(failure === value);
      await rejects(new InlineExecutor().submit(throwHostile, name), () => true);
    });
  }

  it("keeps the parts that can be looked at", async () => {
    const parts = (await failureOf(pool.submit(throwHostile, "withRevokedParts"))) as AggregateError;
    assert.equal(parts.errors.length, 2);
    assert.equal(parts.errors[1].constructor, TypeError);
    const circle = (await failureOf(pool.submit(throwHostile, "circle"))) as Error;
    assert.equal((circle.cause as Error).cause, circle);
    const many = (await failureOf(pool.submit(throwHostile, "many"))) as AggregateError;
    assert.equal(many.errors[1_999].message, "1999");
    const deep = (await failureOf(pool.submit(throwHostile, "withDeepProperty"))) as Error & { code: number };
    assert.equal(deep.code, 7);
  });
});

describe("The reason of a cancel, however hostile,", () => {
  for (const name of Object.keys(hostileValues)) {
    it(`is what the future rejects with, and costs no worker: ${name}`, async () => {
      const before = await pool.submit(thread);
      const reason = hostileValues[name]?.();
      const gate = closedGate();
      const future = pool.submit(waitForAbort as Task<[typeof gate], unknown>, gate);
      await arrivalsAt(gate, 1);
      assert.equal(future.cancel(reason), true);
      await rejects(future, (thrown) => thrown === reason);
      assert.equal(await pool.submit(thread), before);
    });

    it(`ends a group through its signal: ${name}`, async () => {
      const reason = hostileValues[name]?.();
      const controller = new AbortController();
      const running = TaskGroup.run((group) => void group.createTask(untilAborted), {
        signal: controller.signal,
      });
      controller.abort(reason);
      await rejects(running, (thrown) => thrown === reason);
    });
  }
});

describe("An error of a class that is in a namespace", () => {
  for (const name of ["CompileError", "LinkError", "RuntimeError"] as const) {
    it(`keeps it: WebAssembly.${name}`, async () => {
      const error = (await failureOf(pool.submit(throwFromNamespace, "WebAssembly", name))) as Error;
      assert.equal(error.constructor, WebAssembly[name]);
      assert.deepEqual([error.name, error.message], [name, "made"]);
      assert.match(error.stack ?? "", /throwFromNamespace/);
    });
  }

  it("keeps it where WebAssembly itself has thrown it", async () => {
    const trap = (await failureOf(pool.submit(throwFromNamespace, "WebAssembly", "trap"))) as Error;
    assert.ok(trap instanceof WebAssembly.RuntimeError);
  });

  it("keeps it: Deno.errors", { skip: !("Deno" in globalThis) }, async () => {
    const error = (await failureOf(pool.submit(throwFromNamespace, "Deno.errors", "NotFound"))) as Error;
    const { Deno } = globalThis as unknown as { Deno: { errors: { NotFound: ErrorConstructor } } };
    assert.equal(error.constructor, Deno.errors.NotFound);
    assert.deepEqual([error.name, error.message], ["NotFound", "made"]);
  });

  it("and no other one that is only called alike", async () => {
    const error = (await failureOf(pool.submit(throwFromNamespace, "own", "RuntimeError"))) as Error;
    assert.equal(error.constructor, Error);
    assert.equal(error.name, "RuntimeError");
  });
});

describe("What cannot be cloned", () => {
  it("leaves its place in an error empty", async () => {
    const [errors, cause] = (await Promise.all(
      ["errors", "cause"].map((where) => failureOf(pool.submit(throwUncloneableParts, where))),
    )) as [AggregateError, Error];
    assert.deepEqual(errors.errors, [1, undefined, "two", { three: 3 }]);
    assert.deepEqual(["cause" in cause, cause.cause], [true, undefined]);
  });
});

describe("An error of the runtime's own", () => {
  it("keeps the code that it has from its class", async () => {
    const error = (await failureOf(pool.submit(throwOwnError, "buffer"))) as Error & { code: string };
    assert.deepEqual([error.constructor, error.code], [TypeError, "ERR_INVALID_ARG_TYPE"]);
  });

  const Quota: unknown = Reflect.get(globalThis, "QuotaExceededError");
  it("keeps what a quota was", { skip: typeof Quota !== "function" }, async () => {
    const error = (await failureOf(pool.submit(throwOwnError, "quota"))) as Error & Record<string, unknown>;
    assert.deepEqual([error.constructor, error.quota, error.requested], [Quota, 5, 7]);
  });
});

describe("A SuppressedError", () => {
  interface Suppressed extends Error {
    readonly error: Error;
    readonly suppressed: Error & { readonly error?: Error; readonly suppressed?: Error };
  }

  it("keeps both of its errors, whether the runtime has the class or a transpiler's helper makes it", async () => {
    for (const helper of [false, true]) {
      const error = (await failureOf(pool.submit(throwSuppressed, helper))) as Suppressed;
      assert.equal(error.name, "SuppressedError");
      assert.equal(error.message, "outer");
      assert.deepEqual([error.error.constructor, error.error.message], [TypeError, "of a dispose"]);
      const { suppressed } = error;
      assert.equal(suppressed.name, "SuppressedError");
      assert.equal(suppressed.error?.constructor, RangeError);
      assert.deepEqual([suppressed.suppressed?.constructor, suppressed.suppressed?.message], [Error, "body"]);
      const own: unknown = Reflect.get(globalThis, "SuppressedError");
      if (!helper && typeof own === "function") assert.equal(error.constructor, own);
    }
  });
});
