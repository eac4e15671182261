import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { createFuture, type Future, fulfilFuture, rejectFuture, startFuture } from "../../shared/future.ts";
import { TaskGroup } from "../../shared/task-group.ts";
import { errorsOf, failureOf } from "../fixtures/failure-of.ts";
import { nextTurn } from "../fixtures/next-turn.ts";
import { untilAborted } from "../fixtures/until-aborted.ts";

describe("TaskGroup.run", () => {
  it("resolves to the value of its body, plain or promised", async () => {
    assert.equal(await TaskGroup.run(() => 42), 42);
    assert.equal(await TaskGroup.run(async () => 42), 42);
    assert.equal(await TaskGroup.run(() => {}), undefined);
  });

  it("is the example of the contract", async () => {
    const total = await TaskGroup.run(async (group) => {
      const a = group.createTask(Promise.resolve(1));
      const b = group.createTask(async () => 2);
      return (await a) + (await b);
    });
    assert.equal(total, 3);
  });

  it("rejects with an AggregateError also for a single failure", async () => {
    const boom = new Error("boom");
    const failing: ((group: TaskGroup) => unknown)[] = [
      () => {
        throw boom;
      },
      async () => {
        throw boom;
      },
      (group) => {
        group.createTask(() => {
          throw boom;
        });
      },
      (group) => {
        group.createTask(Promise.reject(boom));
      },
      (group) => {
        group.createTask(rejectedFuture(boom));
      },
    ];
    for (const body of failing) assert.deepEqual(await errorsOf(TaskGroup.run(body)), [boom]);
  });

  it("rejects when what it got as a body is no function", async () => {
    await assert.rejects(TaskGroup.run(undefined as never), AggregateError);
  });

  it("has errors in the order in which they happened, whatever the children were made of", async () => {
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<never>());
    const [a, b, c, d, e] = gates as [Gate, Gate, Gate, Gate, Gate];
    const future = createFuture("deaf", { cancelled() {} });
    startFuture(future);
    const group = TaskGroup.run(async (group) => {
      group.createTask(() => a.promise);
      group.createTask(b.promise);
      group.createTask(future);
      group.createTask(async () => await c.promise);
      group.createTask(() => d.promise);
      await e.promise;
    });
    const order = [
      () => e.reject("body"),
      () => b.reject("promise"),
      () => rejectFuture(future, "future"),
      () => c.reject("async function"),
      () => d.reject("function"),
      () => a.reject("last"),
    ];
    const errors = errorsOf(group);
    for (const happen of order) {
      happen();
      await nextTurn();
    }
    assert.deepEqual(await errors, ["body", "promise", "future", "async function", "function", "last"]);
  });

  it("keeps that order for failures in one turn of the queue", async () => {
    const futures = [runningFuture(), runningFuture(), runningFuture()] as const;
    const gate = Promise.withResolvers<never>();
    const group = TaskGroup.run((group) => {
      for (const future of futures) group.createTask(future);
      group.createTask(gate.promise);
      group.createTask(() => gate.promise.catch(() => Promise.reject("after the gate")));
    });
    rejectFuture(futures[2], "third");
    gate.reject("gate");
    rejectFuture(futures[0], "first");
    rejectFuture(futures[1], "second");
    assert.deepEqual(await errorsOf(group), ["third", "gate", "first", "second", "after the gate"]);
  });

  it("counts an error once that reaches it on several ways", async () => {
    const boom = new Error("boom");
    const group = TaskGroup.run(async (group) => {
      const failing = group.createTask(async () => {
        await nextTurn();
        throw boom;
      });
      group.createTask(async () => await failing);
      group.createTask(failing);
      group.createTask(failing.then(() => {}));
      await failing;
    });
    assert.deepEqual(await errorsOf(group), [boom]);
  });

  it("counts what two children throw twice, even if it is the same number; not when the body passes it on", async () => {
    const group = TaskGroup.run(async (group) => {
      const failing = group.createTask(() => Promise.reject(3));
      group.createTask(() => Promise.reject(3));
      await failing;
    });
    assert.deepEqual(await errorsOf(group), [3, 3]);
  });

  it("counts whatever was thrown", async () => {
    for (const thrown of [null, undefined, 0, "", Object.create(null), () => {}]) {
      const group = TaskGroup.run((group) => {
        group.createTask(() => Promise.reject(thrown));
      });
      assert.deepEqual(await errorsOf(group), [thrown]);
    }
  });

  it("takes an AbortError that nobody asked for as a failure", async () => {
    const mine = new DOMException("for reasons of its own", "AbortError");
    const group = TaskGroup.run((group) => {
      group.createTask(() => Promise.reject(mine));
    });
    assert.deepEqual(await errorsOf(group), [mine]);
  });

  it("takes any AbortError as the end that was asked for once it is aborting", async () => {
    const boom = new Error("boom");
    const group = TaskGroup.run(async (group) => {
      group.createTask(async () => {
        await nextTurn();
        throw boom;
      });
      group.createTask((signal) => untilAborted(signal).catch(() => Promise.reject(abortError())));
      await untilAborted(group.signal).catch(() => Promise.reject(abortError()));
    });
    assert.deepEqual(await errorsOf(group), [boom]);
  });

  it("says on its signal why it aborts", async () => {
    const boom = new Error("boom");
    let reason: unknown;
    await errorsOf(
      TaskGroup.run(async (group) => {
        group.createTask(() => Promise.reject(boom));
        reason = await failureOf(untilAborted(group.signal));
      }),
    );
    assert.ok(reason instanceof DOMException);
    assert.equal(reason.name, "AbortError");
    assert.equal(reason.cause, boom);
  });

  it("waits for children that finish in spite of the abort, and for promises, which hear nothing of it", async () => {
    const deaf = Promise.withResolvers<number>();
    const promised = Promise.withResolvers<number>();
    const boom = new Error("boom");
    let children: Future<unknown>[] = [];
    let settled = false;
    const group = TaskGroup.run((group) => {
      children = [group.createTask(() => deaf.promise), group.createTask(promised.promise)];
      throw boom;
    });
    group.catch(() => {
      settled = true;
    });
    await nextTurn();
    assert.equal(settled, false);
    deaf.resolve(1);
    await nextTurn();
    assert.equal(settled, false);
    promised.resolve(2);
    assert.deepEqual(await errorsOf(group), [boom]);
    assert.deepEqual(
      children.map(({ state }) => state),
      ["cancelled", "cancelled"],
    );
  });

  it("waits for its body after a child has failed", async () => {
    const gate = Promise.withResolvers<void>();
    let settled = false;
    const group = TaskGroup.run(async (group) => {
      group.createTask(() => Promise.reject(new Error("boom")));
      await gate.promise;
    });
    group.catch(() => {
      settled = true;
    });
    await nextTurn();
    assert.equal(settled, false);
    gate.resolve();
    assert.equal((await errorsOf(group)).length, 1);
  });

  it("lets who waits for the last child create another", async () => {
    const ran: string[] = [];
    await TaskGroup.run((group) => {
      const first = group.createTask(async () => ran.push("first"));
      first.then(() => group.createTask(async () => ran.push("second")));
    });
    assert.deepEqual(ran, ["first", "second"]);
  });

  it("refuses to be joined inside, where that could only wait for itself", async () => {
    const errors = await errorsOf(TaskGroup.run((group) => group.join()));
    assert.deepEqual(
      errors.map((error) => error instanceof DOMException && error.name),
      ["InvalidStateError"],
    );
  });

  it("leaves no unhandled rejection when nobody awaits a child, and the child can still be asked", async () => {
    const boom = new Error("boom");
    const children: Future<unknown>[] = [];
    await errorsOf(
      TaskGroup.run((group) => {
        children.push(group.createTask(() => Promise.reject(boom)));
        children.push(group.createTask(Promise.reject(boom)));
        children.push(group.createTask(rejectedFuture(boom)));
        children.push(group.createTask(untilAborted));
      }),
    );
    await nextTurn();
    assert.deepEqual(
      children.map(({ state }) => state),
      ["rejected", "rejected", "rejected", "cancelled"],
    );
    for (const child of children.slice(0, 3)) assert.equal(await failureOf(child), boom);
  });
});

describe("TaskGroup.run with a signal", () => {
  it("rejects with the bare reason, whatever that is, after all have ended", async () => {
    for (const reason of [new Error("enough"), "enough", null]) {
      const outer = new AbortController();
      let told = false;
      const group = TaskGroup.run(
        (group) => {
          group.createTask((signal) =>
            untilAborted(signal).finally(async () => {
              await nextTurn();
              told = true;
            }),
          );
        },
        { signal: outer.signal },
      );
      outer.abort(reason);
      assert.equal(await failureOf(group), reason);
      assert.equal(told, true);
    }
  });

  it("does not call its body when the signal has aborted already", async () => {
    const reason = new Error("enough");
    const group = TaskGroup.run(() => assert.fail("called"), { signal: AbortSignal.abort(reason) });
    assert.equal(await failureOf(group), reason);
  });

  it("takes the outer reason for no failure, on whichever way it comes back", async () => {
    const outer = new AbortController();
    const reason = new Error("enough");
    const group = TaskGroup.run(
      async (group) => {
        group.createTask(() => untilAborted(outer.signal));
        group.createTask(untilAborted(outer.signal));
        await untilAborted(outer.signal);
      },
      { signal: outer.signal },
    );
    outer.abort(reason);
    assert.equal(await failureOf(group), reason);
  });

  it("has real failures win over the outer reason", async () => {
    const outer = new AbortController();
    const boom = new Error("boom");
    const group = TaskGroup.run(
      (group) => {
        group.createTask((signal) => untilAborted(signal).catch(() => Promise.reject(boom)));
      },
      { signal: outer.signal },
    );
    outer.abort(new Error("enough"));
    assert.deepEqual(await errorsOf(group), [boom]);
  });

  it("rejects with the outer reason when that comes while a failed or cancelled group winds up", async () => {
    const outer = new AbortController();
    const reason = new Error("enough");
    const group = TaskGroup.run(
      async (group) => {
        group.cancel();
        outer.abort(reason);
        return "value";
      },
      { signal: outer.signal },
    );
    assert.equal(await failureOf(group), reason);
  });

  it("does not care what the signal does after the end", async () => {
    const outer = new AbortController();
    let signal: AbortSignal | undefined;
    const group = TaskGroup.run(
      (group) => {
        signal = group.signal;
        return "value";
      },
      { signal: outer.signal },
    );
    assert.equal(await group, "value");
    outer.abort();
    assert.equal(signal?.aborted, false);
  });

  it("passes an abort down through groups in groups, each ending before the one around it", async () => {
    const outer = new AbortController();
    const ended: number[] = [];
    const nest = async (depth: number, signal: AbortSignal): Promise<void> => {
      await TaskGroup.run(
        (group) => {
          if (depth < 20) group.createTask((signal) => nest(depth + 1, signal));
          else group.createTask(untilAborted);
        },
        { signal },
      ).finally(() => ended.push(depth));
    };
    const group = nest(0, outer.signal);
    await nextTurn();
    outer.abort("enough");
    assert.equal(await failureOf(group), "enough");
    assert.deepEqual(
      ended,
      Array.from({ length: 21 }, (_, index) => 20 - index),
    );
  });

  it("passes it down 3,000 groups, further than the stack goes", async () => {
    const outer = new AbortController();
    const innermost = Promise.withResolvers<void>();
    const nest = async (depth: number, signal: AbortSignal): Promise<void> => {
      await nothing;
      await TaskGroup.run(
        (group) => {
          group.createTask((signal) => {
            if (depth > 0) return nest(depth - 1, signal);
            innermost.resolve();
            return untilAborted(signal);
          });
        },
        { signal },
      );
    };
    const group = nest(3_000, outer.signal);
    await innermost.promise;
    outer.abort("enough");
    assert.equal(await failureOf(group), "enough");
  });

  it("keeps nested AggregateErrors nested", async () => {
    const boom = new Error("boom");
    const failing = (depth: number, signal?: AbortSignal): Promise<void> =>
      TaskGroup.run(
        (group) => {
          group.createTask((signal) => (depth > 0 ? failing(depth - 1, signal) : Promise.reject(boom)));
        },
        { signal },
      );
    let error: unknown = await failureOf(failing(2));
    for (let depth = 0; depth < 3; depth += 1) {
      assert.ok(error instanceof AggregateError);
      assert.equal(error.errors.length, 1);
      [error] = error.errors;
    }
    assert.equal(error, boom);
  });
});

describe("TaskGroup.cancel", () => {
  it("ends the group quietly, with undefined if its body was still running", async () => {
    const group = TaskGroup.run<number | undefined>(async (group) => {
      group.createTask(untilAborted);
      group.createTask(async () => {
        await nextTurn();
        group.cancel();
      });
      return await untilAborted(group.signal);
    });
    assert.equal(await group, undefined);
  });

  it("ends it with the value of the body if that returns one all the same, before or after", async () => {
    const before = TaskGroup.run((group) => {
      group.createTask(async () => {
        await nextTurn();
        group.cancel();
      });
      group.createTask(untilAborted);
      return "before";
    });
    assert.equal(await before, "before");
    const after = TaskGroup.run((group) => {
      group.cancel();
      return "after";
    });
    assert.equal(await after, "after");
  });

  it("gives children the reason, an AbortError unless said", async () => {
    for (const reason of [undefined, new Error("enough"), "enough"]) {
      let child: Future<never> | undefined;
      let seen: unknown;
      await TaskGroup.run((group) => {
        child = group.createTask(untilAborted);
        group.cancel(reason);
        seen = group.signal.reason;
      });
      assert.ok(child);
      assert.equal(await failureOf(child), seen);
      if (reason !== undefined) assert.equal(seen, reason);
      else assert.ok(seen instanceof DOMException && seen.name === "AbortError");
    }
  });

  it("does nothing the second time, nor after the end", async () => {
    let ended: TaskGroup | undefined;
    await TaskGroup.run((group) => {
      group.cancel("first");
      group.cancel("second");
      assert.equal(group.signal.reason, "first");
    });
    await TaskGroup.run((group) => {
      ended = group;
    });
    ended?.cancel();
    assert.equal(ended?.signal.aborted, false);
  });

  it("still lets what fails on the way out fail the group", async () => {
    const boom = new Error("boom");
    const group = TaskGroup.run((group) => {
      group.createTask((signal) => untilAborted(signal).catch(() => Promise.reject(boom)));
      group.cancel();
    });
    assert.deepEqual(await errorsOf(group), [boom]);
  });

  it("may be called from a child while that is being created, or from a listener of the abort", async () => {
    let child: Future<never> | undefined;
    await TaskGroup.run((group) => {
      group.signal.addEventListener("abort", () => group.cancel("again"));
      child = group.createTask((signal) => {
        group.cancel("once");
        assert.equal(signal.aborted, true);
        return untilAborted(signal);
      });
    });
    assert.equal(child?.state, "cancelled");
    assert.equal(await failureOf(child), "once");
  });
});

describe("TaskGroup.createTask", () => {
  it("returns the very future that it was given", async () => {
    await TaskGroup.run((group) => {
      const future = runningFuture();
      assert.equal(group.createTask(future), future);
      fulfilFuture(future, 1);
    });
  });

  it("calls a function at once, and takes what it throws there as the child's failure", async () => {
    const boom = new Error("boom");
    const calls: string[] = [];
    const group = TaskGroup.run((group) => {
      const child = group.createTask((): number => {
        calls.push("child");
        throw boom;
      });
      calls.push("body");
      child.then(
        () => {},
        () => calls.push("handled"),
      );
    });
    assert.deepEqual(await errorsOf(group), [boom]);
    assert.deepEqual(calls, ["child", "body", "handled"]);
  });

  it("gives a function a signal of its own, which follows the group's", async () => {
    await TaskGroup.run(async (group) => {
      const signals: AbortSignal[] = [];
      const keep = (signal: AbortSignal) => {
        signals.push(signal);
        return untilAborted(signal);
      };
      const first = group.createTask(keep);
      group.createTask(keep);
      first.cancel("only this");
      assert.deepEqual(
        signals.map(({ aborted }) => aborted),
        [true, false],
      );
      assert.equal(group.signal.aborted, false);
      group.cancel("all");
      assert.deepEqual(
        signals.map(({ reason }) => reason),
        ["only this", "all"],
      );
    });
  });

  it("takes functions that return no promise", async () => {
    assert.equal(await TaskGroup.run(async (group) => await group.createTask(() => 42)), 42);
  });

  it("cancels the future that a function returned together with its child", async () => {
    const inner = runningFuture();
    const late = runningFuture();
    await TaskGroup.run((group) => {
      group.createTask(() => inner).cancel("enough");
      group.createTask(() => {
        group.cancel("enough");
        return late;
      });
    });
    assert.deepEqual([inner.state, late.state], ["cancelled", "cancelled"]);
  });

  it("takes a future that was cancelled, before or after, for no failure", async () => {
    const before = runningFuture();
    before.cancel();
    await nextTurn();
    const pending = createFuture<number>("work", { cancelled() {} });
    const value = await TaskGroup.run(async (group) => {
      group.createTask(before);
      group.createTask(pending);
      await nextTurn();
      pending.cancel();
      return group.signal.aborted;
    });
    assert.equal(value, false);
    assert.equal(pending.state, "cancelled");
  });

  it("takes futures that have ended already", async () => {
    const fulfilled = runningFuture();
    fulfilFuture(fulfilled, 42);
    assert.equal(await TaskGroup.run(async (group) => await group.createTask(fulfilled)), 42);
  });

  it("takes thenables that are no promises, however they behave", async () => {
    const boom = new Error("boom");
    const thenable = (then: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void) =>
      ({ then }) as unknown as PromiseLike<unknown>;
    const children: Future<unknown>[] = [];
    const group = TaskGroup.run((group) => {
      const sources = [
        thenable((resolve) => resolve("good")),
        thenable((resolve, reject) => {
          resolve("twice");
          resolve("ignored");
          reject(new Error("ignored"));
          throw new Error("ignored");
        }),
        thenable((resolve) => resolve(thenable((resolve) => resolve("nested")))),
        thenable(() => {
          throw boom;
        }),
      ];
      for (const source of sources) children.push(group.createTask(source));
      for (const source of sources) children.push(group.createTask(() => source));
    });
    assert.deepEqual(await errorsOf(group), [boom]);
    const settled = await Promise.allSettled(children.slice(0, 2));
    assert.deepEqual(settled, [
      { status: "fulfilled", value: "good" },
      { status: "fulfilled", value: "twice" },
    ]);
  });

  it("takes a thenable whose then cannot even be read as a failed child", async () => {
    const boom = new Error("boom");
    const hostile = {
      // biome-ignore lint/suspicious/noThenProperty: that is the test
      get then(): never {
        throw boom;
      },
    };
    const group = TaskGroup.run((group) => {
      group.createTask(hostile as unknown as PromiseLike<unknown>);
      group.createTask(() => hostile as unknown as PromiseLike<unknown>);
    });
    assert.deepEqual(await errorsOf(group), [boom]);
  });

  it("throws a TypeError for what is no source, which is then the body's failure", async () => {
    for (const wrong of [undefined, null, 42, {}, "text"]) {
      const errors = await errorsOf(TaskGroup.run((group) => group.createTask(wrong as never)));
      assert.ok(errors[0] instanceof TypeError);
    }
  });

  it("throws an AbortError while the group aborts, which adds nothing, and cancels the future it was given", async () => {
    const boom = new Error("boom");
    const refused = runningFuture();
    const group = TaskGroup.run(async (group) => {
      group.createTask(() => Promise.reject(boom));
      await nextTurn();
      group.createTask(refused);
    });
    assert.deepEqual(await errorsOf(group), [boom]);
    assert.equal(refused.state, "cancelled");
  });

  it("leaves no unhandled rejection of a promise that it refuses", async () => {
    let ended: TaskGroup | undefined;
    await TaskGroup.run((group) => {
      ended = group;
      group.cancel();
      assert.throws(() => group.createTask(Promise.reject(new Error("nobody's"))), { name: "AbortError" });
    });
    assert.throws(() => ended?.createTask(Promise.reject(new Error("nobody's"))));
    await nextTurn();
  });

  it("takes children in one group that belong to another as well", async () => {
    const future = runningFuture();
    const boom = new Error("boom");
    const groups = [0, 1].map(() =>
      TaskGroup.run((group) => {
        group.createTask(future);
      }),
    );
    rejectFuture(future, boom);
    assert.deepEqual(await Promise.all(groups.map(errorsOf)), [[boom], [boom]]);
  });
});

describe("new TaskGroup", () => {
  it("is joined, and then has ended", async () => {
    const group = new TaskGroup();
    const child = group.createTask(async () => 42);
    await group.join();
    assert.equal(await child, 42);
    assert.throws(() => group.createTask(async () => 1), { name: "InvalidStateError" });
    await group.join();
  });

  it("rejects on join as run does", async () => {
    const boom = new Error("boom");
    const failing = new TaskGroup();
    failing.createTask(() => Promise.reject(boom));
    assert.deepEqual(await errorsOf(failing.join()), [boom]);
    const outer = new AbortController();
    const cancelled = new TaskGroup({ signal: outer.signal });
    cancelled.createTask(untilAborted);
    outer.abort("enough");
    assert.equal(await failureOf(cancelled.join()), "enough");
    const quiet = new TaskGroup();
    quiet.createTask(untilAborted);
    quiet.cancel();
    await quiet.join();
  });

  it("is aborting from the start if its signal has aborted", async () => {
    const group = new TaskGroup({ signal: AbortSignal.abort("enough") });
    assert.throws(() => group.createTask(async () => 1), { name: "AbortError" });
    assert.equal(await failureOf(group.join()), "enough");
  });

  it("keeps failures that come before join until it is joined", async () => {
    const boom = new Error("boom");
    const group = new TaskGroup();
    group.createTask(() => Promise.reject(boom));
    await nextTurn();
    assert.equal(group.signal.aborted, true);
    assert.deepEqual(await errorsOf(group.join()), [boom]);
  });

  it("cancels and awaits everything when it is disposed of without join", async () => {
    let told = false;
    const group = new TaskGroup();
    const child = group.createTask((signal) =>
      untilAborted(signal).finally(async () => {
        await nextTurn();
        told = true;
      }),
    );
    await group[Symbol.asyncDispose]();
    assert.equal(told, true);
    assert.equal(child.state, "cancelled");
    assert.throws(() => group.createTask(async () => 1));
  });

  it("rejects on being disposed of for real failures only", async () => {
    const boom = new Error("boom");
    const failing = new TaskGroup();
    failing.createTask((signal) => untilAborted(signal).catch(() => Promise.reject(boom)));
    assert.deepEqual(await errorsOf(failing[Symbol.asyncDispose]()), [boom]);
    const outer = new AbortController();
    const cancelled = new TaskGroup({ signal: outer.signal });
    cancelled.createTask(untilAborted);
    outer.abort();
    await cancelled[Symbol.asyncDispose]();
  });

  it("does not repeat on being disposed of what join has said", async () => {
    const group = new TaskGroup();
    group.createTask(() => Promise.reject(new Error("boom")));
    assert.equal((await errorsOf(group.join())).length, 1);
    await group[Symbol.asyncDispose]();
    await group[Symbol.asyncDispose]();
  });

  it("waits on being disposed of for a join that nobody awaited, and says how that went", async () => {
    const boom = new Error("boom");
    const group = new TaskGroup();
    group.createTask(async () => {
      await nextTurn();
      throw boom;
    });
    const joined = errorsOf(group.join());
    assert.deepEqual(await errorsOf(group[Symbol.asyncDispose]()), [boom]);
    assert.deepEqual(await joined, [boom]);
  });
});

describe("A finished TaskGroup", () => {
  it("leaves no listener on the outer signal, over 10,000 groups of all ends", async () => {
    const outer = new AbortController();
    let listeners = 0;
    const { signal } = outer;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    for (let index = 0; index < 10_000; index += 1) {
      await TaskGroup.run(
        (group) => {
          group.createTask(async () => index);
          if (index % 3 === 1) group.cancel();
          if (index % 3 === 2) throw new Error("boom");
        },
        { signal },
      ).catch(() => {});
    }
    const left = new TaskGroup({ signal });
    assert.equal(listeners, 1);
    await left[Symbol.asyncDispose]();
    assert.equal(listeners, 0);
  });

  it("leaves no memory behind, and one that goes on none for each child that has ended", async () => {
    const { signal } = new AbortController();
    const rounds = async (count: number) => {
      await TaskGroup.run(
        async (long) => {
          for (let index = 0; index < count; index += 1) {
            await long.createTask(async () => new Uint8Array(1_000));
            await TaskGroup.run(
              (group) => {
                group.createTask((signal) => untilAborted(signal));
                group.cancel();
              },
              { signal },
            );
            if (index % 1_000 === 0) await nextTurn();
          }
        },
        { signal },
      );
    };
    const growth: number[] = [];
    // An engine with much memory collects late: it gets so many windows that it has to, in one of them at least.
    for (let window = 0; window < 20 && (window < 2 || Math.min(...growth) >= 10e6); window += 1) {
      const before = process.memoryUsage().rss;
      await rounds(15_000);
      growth.push(process.memoryUsage().rss - before);
    }
    // A leak grows in each window, by at least the 1,000 bytes of each child: 15 MB.
    assert.ok(Math.min(...growth) < 10e6, `grew by ${growth.join(", ")} bytes`);
  });
});

const nothing = Promise.resolve();

type Gate = ReturnType<typeof Promise.withResolvers<never>>;

function abortError(): DOMException {
  return new DOMException("somebody else's words", "AbortError");
}

function runningFuture(): Future<unknown> {
  const future: Future<unknown> = createFuture("work", {
    cancelled: (reason) => rejectFuture(future, reason),
  });
  startFuture(future);
  return future;
}

function rejectedFuture(error: unknown): Future<unknown> {
  const future = runningFuture();
  rejectFuture(future, error);
  return future;
}
