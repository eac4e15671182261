import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createFuture, Future, fulfilFuture, rejectFuture, startFuture } from "../../shared/future.ts";
import { failureOf } from "../fixtures/failure-of.ts";
import { nextTurn } from "../fixtures/next-turn.ts";
import { runProgram } from "../fixtures/run-program.ts";

describe("Future", () => {
  it("is a native promise, for await, combinators and instanceof", async () => {
    const { future } = running<number>();
    assert.ok(future instanceof Promise);
    assert.ok(future instanceof Future);
    fulfilFuture(future, 42);
    assert.equal(await future, 42);
    assert.deepEqual(await Promise.all([future, 1]), [42, 1]);
    assert.equal(await Promise.race([future, new Promise(() => {})]), 42);
    assert.deepEqual(await Promise.allSettled([future]), [{ status: "fulfilled", value: 42 }]);
    assert.equal(await Promise.any([future]), 42);
    assert.equal(Promise.resolve(future), future);
  });

  it("gives plain promises from then, catch and finally", async () => {
    const { future } = running<number>();
    fulfilFuture(future, 20);
    const next = future.then((value) => value + 1);
    assert.equal(next instanceof Future, false);
    assert.equal(await next, 21);
    assert.equal(await future.catch(() => 0), 20);
    let ended = false;
    assert.equal(
      await future.finally(() => {
        ended = true;
      }),
      20,
    );
    assert.equal(ended, true);
  });

  it("cannot be made or settled by who only holds it", () => {
    const NotFuture = Future as unknown as new (executor: () => void) => unknown;
    assert.throws(() => new NotFuture(() => {}), TypeError);
    assert.throws(() => Future.resolve(1), TypeError);
  });

  it("has the name of what it was made for", () => {
    assert.equal(pending().future.name, "work");
  });

  it("goes from pending to running to fulfilled", async () => {
    const { future } = pending<string>();
    assert.equal(future.state, "pending");
    assert.equal(startFuture(future), true);
    assert.equal(future.state, "running");
    fulfilFuture(future, "done");
    assert.equal(future.state, "fulfilled");
    assert.equal(await future, "done");
  });

  it("goes from running to rejected, with what was thrown as it is", async () => {
    for (const thrown of [new RangeError("out"), null, undefined, 3]) {
      const { future } = running();
      rejectFuture(future, thrown);
      assert.equal(future.state, "rejected");
      assert.equal(await failureOf(future), thrown);
    }
  });

  it("starts once", () => {
    const { future } = pending();
    assert.equal(startFuture(future), true);
    assert.equal(startFuture(future), false);
  });

  it("settles once", async () => {
    const { future } = running<number>();
    fulfilFuture(future, 1);
    fulfilFuture(future, 2);
    rejectFuture(future, new Error("late"));
    assert.equal(future.state, "fulfilled");
    assert.equal(await future, 1);
  });

  it("tells all who wait, those who came before the end and those after it", async () => {
    const { future } = running<number>();
    const before = [future.then(String), future.then((value) => value * 2)];
    fulfilFuture(future, 7);
    assert.deepEqual(await Promise.all([...before, future]), ["7", 14, 7]);
  });
});

describe("Future.cancel", () => {
  it("ends a pending future at once, which then never starts", async () => {
    const { future, reasons } = pending();
    assert.equal(future.cancel(), true);
    assert.equal(future.state, "cancelled");
    assert.equal(startFuture(future), false);
    assert.equal(reasons.length, 1);
    const error = await failureOf(future);
    assert.ok(error instanceof DOMException);
    assert.equal(error.name, "AbortError");
  });

  it("rejects with the reason it was given, whatever that is", async () => {
    for (const reason of [new Error("enough"), "enough", 0, null]) {
      const { future, reasons } = pending();
      future.cancel(reason);
      assert.equal(await failureOf(future), reason);
      assert.deepEqual(reasons, [reason]);
    }
  });

  it("asks the owner of a running future, which stays running until its work has ended", async () => {
    const { future, reasons } = running<number>();
    const reason = new Error("enough");
    assert.equal(future.cancel(reason), true);
    assert.equal(future.state, "running");
    assert.deepEqual(reasons, [reason]);
    rejectFuture(future, reason);
    assert.equal(future.state, "cancelled");
    assert.equal(await failureOf(future), reason);
  });

  it("drops the value of work that ends all the same", async () => {
    const { future } = running<number>();
    const reason = new Error("enough");
    future.cancel(reason);
    fulfilFuture(future, 42);
    assert.equal(future.state, "cancelled");
    assert.equal(await failureOf(future), reason);
  });

  it("takes any AbortError for the end that was asked for, and rejects with the reason", async () => {
    const { future } = running();
    const reason = new Error("enough");
    future.cancel(reason);
    rejectFuture(future, new DOMException("somebody else's words", "AbortError"));
    assert.equal(future.state, "cancelled");
    assert.equal(await failureOf(future), reason);
  });

  it("loses against another error that is thrown meanwhile", async () => {
    const { future } = running();
    future.cancel();
    const error = new TypeError("while cleaning up");
    rejectFuture(future, error);
    assert.equal(future.state, "rejected");
    assert.equal(await failureOf(future), error);
  });

  it("keeps the first reason, and bothers the owner once", async () => {
    for (const { future, reasons } of [pending(), running()]) {
      assert.equal(future.cancel("first"), true);
      assert.equal(future.cancel("second"), true);
      assert.deepEqual(reasons, ["first"]);
      fulfilFuture(future, undefined);
      assert.equal(await failureOf(future), "first");
      assert.equal(future.cancel("third"), true);
    }
  });

  it("returns false once there is a result or a failure, and changes nothing", async () => {
    const fulfilled = running<number>();
    fulfilFuture(fulfilled.future, 1);
    const rejected = running();
    rejectFuture(rejected.future, new Error("failed"));
    await failureOf(rejected.future);
    for (const [{ future, reasons }, state] of [
      [fulfilled, "fulfilled"],
      [rejected, "rejected"],
    ] as const) {
      assert.equal(future.cancel(), false);
      assert.equal(future.state, state);
      assert.deepEqual(reasons, []);
    }
  });

  it("takes an AbortError for a failure when nobody cancelled", async () => {
    const { future } = running();
    rejectFuture(future, new DOMException("for reasons of its own", "AbortError"));
    assert.equal(future.state, "rejected");
    await failureOf(future);
  });

  it("leaves no unhandled rejection, however the work then ends", async () => {
    pending().future.cancel();
    const ends = [
      (future: Future<unknown>) => fulfilFuture(future, 1),
      (future: Future<unknown>) => rejectFuture(future, new DOMException("", "AbortError")),
      (future: Future<unknown>) => rejectFuture(future, new Error("on the way out")),
    ];
    for (const end of ends) {
      const { future } = running();
      future.cancel();
      end(future);
    }
    await nextTurn();
  });

  it("leaves failures that nobody cancelled unhandled rejections", async () => {
    const { status, output } = await runProgram(new URL("../fixtures/unhandled-future.ts", import.meta.url));
    assert.notEqual(status, 0);
    assert.match(output, /nobody looked/);
  });
});

function pending<T = unknown>(): { future: Future<T>; reasons: unknown[] } {
  const reasons: unknown[] = [];
  return { future: createFuture<T>("work", { cancelled: (reason) => reasons.push(reason) }), reasons };
}

function running<T = unknown>(): { future: Future<T>; reasons: unknown[] } {
  const made = pending<T>();
  startFuture(made.future);
  return made;
}
