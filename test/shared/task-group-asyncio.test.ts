// What CPython checks of asyncio.TaskGroup, said for promises; each test names its counterpart there. Where that sleeps,
// these wait for the event. Not here, because promises have nothing like it: contexts (test_taskgroup_task_context),
// entering a group a second time, before it is used, or outside of a task (already_entered, double_enter, not_entered,
// without_parent_task), errors that pass through alone (20, 21), the count of cancellations
// (cancelling_level_preserved), and what keeps an exception alive (exception_refcycles_…), as there is no counting of
// references. A coroutine that a finished group refuses has to be closed; here, what is refused is never called.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Future } from "../../shared/future.ts";
import { TaskGroup } from "../../shared/task-group.ts";
import { errorsOf, failureOf } from "../fixtures/failure-of.ts";
import { nextTurn } from "../fixtures/next-turn.ts";
import { untilAborted } from "../fixtures/until-aborted.ts";

class MyError extends Error {}

describe("TaskGroup.run, as asyncio has it", () => {
  it("waits for all children and keeps their values", async () => {
    // test_taskgroup_01
    const gates = [Promise.withResolvers<number>(), Promise.withResolvers<number>()] as const;
    let children: Future<number>[] = [];
    const group = TaskGroup.run(async (group) => {
      children = gates.map(({ promise }) => group.createTask(() => promise));
    });
    gates[1].resolve(11);
    await nextTurn();
    assert.deepEqual(states(children), ["running", "fulfilled"]);
    gates[0].resolve(42);
    await group;
    assert.deepEqual(await Promise.all(children), [42, 11]);
  });

  it("takes children at any time while its body runs", async () => {
    // test_taskgroup_02
    const children = await TaskGroup.run(async (group) => {
      const first = group.createTask(async () => 42);
      await nextTurn();
      return [first, group.createTask(async () => 11)];
    });
    assert.deepEqual(await Promise.all(children), [42, 11]);
  });

  it("goes on when one child is cancelled by itself", async () => {
    // test_taskgroup_03
    const [first, second] = await TaskGroup.run(async (group) => {
      const first = group.createTask(untilAborted);
      await nextTurn();
      first.cancel();
      return [first, group.createTask(async () => 11)] as const;
    });
    assert.equal(first.state, "cancelled");
    assert.equal(await second, 11);
  });

  it("cancels the other child when one fails, and nothing after it runs", async () => {
    // test_taskgroup_04
    const boom = new RangeError("boom");
    let second: Future<never> | undefined;
    let toldSecond = false;
    let went = false;
    const runner = async () => {
      await TaskGroup.run(async (group) => {
        group.createTask(async () => {
          await nextTurn();
          throw boom;
        });
        second = group.createTask((signal) =>
          untilAborted(signal).finally(() => {
            toldSecond = true;
          }),
        );
      });
      went = true;
    };
    assert.deepEqual(await errorsOf(runner()), [boom]);
    assert.equal(went, false);
    assert.equal(toldSecond, true);
    assert.equal(second?.state, "cancelled");
  });

  it("gathers the errors of all children that fail, and tells its body", async () => {
    // test_cancel_children_on_child_error
    const gate = Promise.withResolvers<void>();
    let toldBody = false;
    const children: Future<void>[] = [];
    const group = TaskGroup.run(async (group) => {
      for (let index = 0; index < 3; index += 1) {
        children.push(
          group.createTask(async () => {
            await gate.promise;
            throw new RangeError(String(index));
          }),
        );
      }
      children.push(group.createTask(untilAborted));
      gate.resolve();
      try {
        await untilAborted(group.signal);
      } finally {
        toldBody = true;
      }
    });
    assert.deepEqual(
      (await errorsOf(group)).map((error) => error instanceof RangeError && error.message),
      ["0", "1", "2"],
    );
    assert.equal(toldBody, true);
    assert.deepEqual(states(children), ["rejected", "rejected", "rejected", "cancelled"]);
  });

  it("ends with the outer reason when it is cancelled while it waits for its children", async () => {
    // test_cancellation, test_taskgroup_22
    const outer = new AbortController();
    let told = 0;
    const group = TaskGroup.run(
      async (group) => {
        for (let index = 0; index < 5; index += 1) {
          group.createTask((signal) => untilAborted(signal).finally(() => told++));
        }
      },
      { signal: outer.signal },
    );
    await nextTurn();
    outer.abort();
    assert.equal(await failureOf(group), outer.signal.reason);
    assert.equal(told, 5);
  });

  it("ends with the outer reason when it is cancelled while its body runs", async () => {
    // test_taskgroup_07, 17
    const outer = new AbortController();
    let told = 0;
    const group = TaskGroup.run(
      async (group) => {
        for (let index = 0; index < 5; index += 1) {
          group.createTask((signal) => untilAborted(signal).finally(() => told++));
        }
        await untilAborted(group.signal).finally(() => {
          told += 10;
        });
      },
      { signal: outer.signal },
    );
    await nextTurn();
    outer.abort();
    assert.equal(await failureOf(group), outer.signal.reason);
    assert.equal(told, 15);
  });

  it("fails when children fail on being cancelled from outside", async () => {
    // test_taskgroup_08
    const outer = new AbortController();
    const group = TaskGroup.run((group) => fiveThatFailWhenCancelled(group), { signal: outer.signal });
    await nextTurn();
    outer.abort();
    assert.deepEqual((await errorsOf(group)).map(String), Array(5).fill("Error: on the way out"));
  });

  it("cancels its children when its body fails later", async () => {
    // test_taskgroup_09
    const boom = new RangeError("boom");
    let children: Future<never>[] = [];
    const group = TaskGroup.run(async (group) => {
      children = [group.createTask(untilAborted), group.createTask(untilAborted)];
      await nextTurn();
      throw boom;
    });
    assert.deepEqual(await errorsOf(group), [boom]);
    assert.deepEqual(states(children), ["cancelled", "cancelled"]);
  });

  it("cancels its children when its body fails at once", async () => {
    // test_taskgroup_10
    const boom = new RangeError("boom");
    let children: Future<never>[] = [];
    const group = TaskGroup.run((group) => {
      children = [group.createTask(untilAborted), group.createTask(untilAborted)];
      throw boom;
    });
    assert.deepEqual(await errorsOf(group), [boom]);
    assert.deepEqual(states(children), ["cancelled", "cancelled"]);
  });

  it("has the failure of an inner group as one error, when both are cancelled from outside", async () => {
    // test_taskgroup_11, 12
    const outer = new AbortController();
    const group = TaskGroup.run(
      (group) => {
        group.createTask(untilAborted);
        return TaskGroup.run((inner) => fiveThatFailWhenCancelled(inner), { signal: group.signal });
      },
      { signal: outer.signal },
    );
    await nextTurn();
    outer.abort();
    const [inner, ...others] = await errorsOf(group);
    assert.deepEqual(others, []);
    assert.ok(inner instanceof AggregateError);
    assert.deepEqual(inner.errors.map(String), Array(5).fill("Error: on the way out"));
  });

  it("cancels the inner group that its body is in when a child fails, which adds nothing", async () => {
    // test_taskgroup_13
    const boom = new TypeError("boom");
    const group = TaskGroup.run(async (group) => {
      group.createTask(async () => {
        await nextTurn();
        throw boom;
      });
      await TaskGroup.run(
        async (inner) => {
          inner.createTask(untilAborted);
        },
        { signal: group.signal },
      );
    });
    assert.deepEqual(await errorsOf(group), [boom]);
  });

  it("fails with the failure of the inner group that its body is in, and cancels its own children", async () => {
    // test_taskgroup_14
    const boom = new TypeError("boom");
    const group = TaskGroup.run(async (group) => {
      group.createTask(untilAborted);
      await TaskGroup.run(
        async (inner) => {
          inner.createTask(async () => {
            await nextTurn();
            throw boom;
          });
        },
        { signal: group.signal },
      );
    });
    const [inner, ...others] = await errorsOf(group);
    assert.deepEqual(others, []);
    assert.ok(inner instanceof AggregateError);
    assert.deepEqual(inner.errors, [boom]);
  });

  it("fails when a child fails while the body still ends after an outer cancel", async () => {
    // test_taskgroup_15, 16
    const outer = new AbortController();
    const boom = new TypeError("boom");
    const crash = Promise.withResolvers<never>();
    const clean = Promise.withResolvers<void>();
    const group = TaskGroup.run(
      async (group) => {
        group.createTask(() => crash.promise);
        await untilAborted(group.signal).catch(async (reason) => {
          await clean.promise;
          throw reason;
        });
      },
      { signal: outer.signal },
    );
    outer.abort();
    await nextTurn();
    crash.reject(boom);
    await nextTurn();
    clean.resolve();
    assert.deepEqual(await errorsOf(group), [boom]);
  });

  it("fails when its body answers an outer cancel with another error", async () => {
    // test_taskgroup_18
    const outer = new AbortController();
    const mine = new MyError("instead");
    const group = TaskGroup.run(
      async ({ signal }) => {
        await untilAborted(signal).catch(() => {
          throw mine;
        });
      },
      { signal: outer.signal },
    );
    outer.abort();
    assert.deepEqual(await errorsOf(group), [mine]);
  });

  it("has both errors, in their order, when its body answers a child's failure with another one", async () => {
    // test_taskgroup_19, 20a, 21a, context_manager_exit_raises
    const boom = new RangeError("boom");
    const mine = new MyError("instead");
    const group = TaskGroup.run(async (group) => {
      group.createTask(async () => {
        await nextTurn();
        throw boom;
      });
      await untilAborted(group.signal).catch(() => {
        throw mine;
      });
    });
    assert.deepEqual(await errorsOf(group), [boom, mine]);
  });

  it("waits for the children of its children", async () => {
    // test_taskgroup_24
    const ended: string[] = [];
    await TaskGroup.run((group) => {
      group.createTask(async () => {
        await nextTurn();
        for (const name of ["first", "second"]) {
          group.createTask(async () => {
            await nextTurn();
            ended.push(name);
          });
        }
      });
    });
    assert.deepEqual(ended, ["first", "second"]);
  });

  it("ends even when each child keeps making two more, once one has failed", async () => {
    // test_taskgroup_25
    const boom = new RangeError("boom");
    const grown = Promise.withResolvers<void>();
    let heads = 0;
    const group = TaskGroup.run((group) => {
      const hydra = async (): Promise<void> => {
        heads += 1;
        if (heads >= 10) grown.resolve();
        await nextTurn();
        group.createTask(hydra);
        group.createTask(hydra);
      };
      group.createTask(hydra);
      group.createTask(async () => {
        await grown.promise;
        throw boom;
      });
    });
    assert.deepEqual(await errorsOf(group), [boom]);
    assert.ok(heads >= 10);
  });

  it("names a child's future as it was told, else after the function", async () => {
    // test_taskgroup_task_name, test_name
    await TaskGroup.run((group) => {
      assert.equal(group.createTask(async () => {}, { name: "yolo" }).name, "yolo");
      assert.equal(group.createTask(async function fetchPage() {}).name, "fetchPage");
      assert.equal(group.createTask(Promise.resolve(), { name: "yolo" }).name, "yolo");
    });
  });

  it("refuses a child that is created after a failure, and does not call it", async () => {
    // test_taskgroup_no_create_task_after_failure
    const boom = new RangeError("boom");
    let refusal: unknown;
    let called = false;
    const group = TaskGroup.run((group) => {
      group.createTask(async () => {
        await nextTurn();
        throw boom;
      });
      group.createTask(async (signal) => {
        await untilAborted(signal).catch(() => {});
        try {
          group.createTask(async () => {
            called = true;
          });
        } catch (error) {
          refusal = error;
        }
      });
    });
    assert.deepEqual(await errorsOf(group), [boom]);
    assert.ok(refusal instanceof DOMException);
    assert.equal(refusal.name, "AbortError");
    assert.equal(called, false);
  });

  it("refuses a child that is created after its end, and does not call it", async () => {
    // test_taskgroup_finished, test_coro_closed_when_tg_closed
    let ended: TaskGroup | undefined;
    await TaskGroup.run((group) => {
      ended = group;
    });
    let called = false;
    assert.throws(
      () =>
        ended?.createTask(() => {
          called = true;
        }),
      { name: "InvalidStateError", message: /ended/ },
    );
    assert.equal(called, false);
  });

  it("fails alone when the failure of an inner group is handled inside", async () => {
    // test_nested_groups_both_cancelled
    const inside = new RangeError("inside");
    const outside = new TypeError("outside");
    let handled: unknown[] = [];
    const group = TaskGroup.run(async (group) => {
      handled = await errorsOf(
        TaskGroup.run(
          async (inner) => {
            inner.createTask(async () => {
              throw inside;
            });
            group.createTask(async () => {
              throw outside;
            });
          },
          { signal: group.signal },
        ),
      );
    });
    assert.deepEqual(await errorsOf(group), [outside]);
    assert.deepEqual(handled, [inside]);
  });

  it("fails, and an outer signal that aborted meanwhile still cancels what comes after it", async () => {
    // test_error_and_cancel
    const outer = new AbortController();
    const boom = new RangeError("boom");
    const after: string[] = [];
    const inner = async () => {
      const errors = await errorsOf(
        TaskGroup.run(
          (group) => {
            group.createTask(async () => {
              outer.abort();
              await nextTurn();
              throw boom;
            });
            return untilAborted(group.signal);
          },
          { signal: outer.signal },
        ),
      );
      after.push(...errors.map(String));
      await TaskGroup.run(() => after.push("not this"), { signal: outer.signal });
    };
    assert.equal(await failureOf(inner()), outer.signal.reason);
    assert.deepEqual(after, ["RangeError: boom"]);
  });

  it("cancels a child in whose making another one failed", async () => {
    // test_cancels_task_if_created_during_creation
    const mine = new MyError("third failed");
    let told = false;
    const group = TaskGroup.run((group) => {
      group.createTask((signal) => {
        group.createTask(() => {
          throw mine;
        });
        return untilAborted(signal).finally(() => {
          told = true;
        });
      });
    });
    assert.deepEqual(await errorsOf(group), [mine]);
    assert.equal(told, true);
  });

  it("leaves nothing behind that would cancel what comes after it", async () => {
    // test_cancellation_does_not_leak_out_of_tg, test_cancelling_level_preserved
    const outer = new AbortController();
    await errorsOf(
      TaskGroup.run(
        (group) => {
          group.createTask(() => Promise.reject(new MyError("failed")));
        },
        { signal: outer.signal },
      ),
    );
    await nextTurn();
    assert.equal(outer.signal.aborted, false);
    assert.equal(await TaskGroup.run(() => "fine", { signal: outer.signal }), "fine");
  });
});

function states(futures: readonly Future<unknown>[]): string[] {
  return futures.map(({ state }) => state);
}

function fiveThatFailWhenCancelled(group: TaskGroup): Promise<never> {
  for (let index = 0; index < 5; index += 1) {
    group.createTask((signal) =>
      untilAborted(signal).catch(() => {
        throw new Error("on the way out");
      }),
    );
  }
  return untilAborted(group.signal);
}
