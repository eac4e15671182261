import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import type { TaskContext, TaskTurn } from "../../shared/current-task.ts";
import type { AsyncScope } from "../../shared/waiting/async-scope.ts";

/** What runs in it has the async context of whoever made it. */
export function newAsyncScope(): AsyncScope {
  return contexts === undefined
    ? new AsyncResource("worker-matrix", unmanaged)
    : scopeIn(contexts, contexts.getAsyncContext());
}

// Nobody waits for its end, so it need not be watched for that. `AsyncLocalStorage.snapshot()` does the same, and takes many times as
// long.
const unmanaged = { requireManualDestroy: true };

/**
 * What `AsyncLocalStorage` of Deno is made of: a few nanoseconds, where an `AsyncResource` takes half a microsecond to make, and nearly
 * as much to run in. None where a release has no such thing, or another one under the same names.
 */
const contexts = denoContexts();

/** Whether that takes less than a promise. */
export const isAsyncScopeCheap: boolean = contexts !== undefined || !("Deno" in globalThis);

interface DenoContexts {
  getAsyncContext(): unknown;
  setAsyncContext(context: unknown): void;
}

function scopeIn(contexts: DenoContexts, context: unknown): AsyncScope {
  return {
    runInAsyncScope(body) {
      const around = contexts.getAsyncContext();
      contexts.setAsyncContext(context);
      try {
        return body();
      } finally {
        contexts.setAsyncContext(around);
      }
    },
  };
}

// Not told by `node:process`: for that a thread under Deno takes a quarter of its start.
function denoContexts(): DenoContexts | undefined {
  const { Deno } = globalThis as { Deno?: Record<PropertyKey, unknown> };
  if (Deno === undefined) return undefined;
  try {
    const internal = Deno[Deno.internal as symbol] as { core?: Partial<DenoContexts> } | undefined;
    const { getAsyncContext, setAsyncContext } = internal?.core ?? {};
    if (getAsyncContext === undefined || setAsyncContext === undefined) return undefined;
    const found = { getAsyncContext, setAsyncContext };
    return areContexts(found) ? found : undefined;
  } catch {
    return undefined; // a stranger under that name
  }
}

/** Whether they are what they are called. */
function areContexts(contexts: DenoContexts): boolean {
  const storage = new AsyncLocalStorage<object>();
  const store = {};
  const scope = storage.run(store, () => scopeIn(contexts, contexts.getAsyncContext()));
  const inside = scope.runInAsyncScope(() => storage.getStore());
  return inside === store && storage.getStore() === undefined;
}

/** Carries the current task through everything that it awaits. */
export function asyncTaskContext(): TaskContext {
  const storage = new AsyncLocalStorage<TaskTurn>();
  return {
    run: (turn, body) => storage.run(turn, body),
    current: () => storage.getStore(),
  };
}
