import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import type { AsyncScope } from "../shared/async-scope.ts";
import type { TaskContext, TaskTurn } from "../shared/current-task.ts";

/** `AsyncLocalStorage.snapshot()` does the same, and takes many times as long. */
export function asyncResource(): AsyncScope {
  return new AsyncResource("worker-matrix", unmanaged);
}

/**
 * Not so with Deno: half a microsecond to make one, and nearly as much to run in it. (Not told by `node:process`: for that a thread under
 * Deno takes a quarter of its start.)
 */
export const isAsyncResourceCheap: boolean = !("Deno" in globalThis);

// Nobody waits for its end, so it need not be watched for that.
const unmanaged = { requireManualDestroy: true };

/** Carries the current task through everything that it awaits. */
export function asyncTaskContext(): TaskContext {
  const storage = new AsyncLocalStorage<TaskTurn>();
  return {
    run: (turn, body) => storage.run(turn, body),
    current: () => storage.getStore(),
  };
}
