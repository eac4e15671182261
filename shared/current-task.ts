import { onceInThread } from "./once-in-thread.ts";

/**
 * The task that this code runs in: on a worker, in an inline executor, or called directly.
 *
 * @throws {Error} outside a task
 *
 * @example
 * ```ts
 * import { currentTask, task } from "worker-matrix";
 *
 * export const search = task(import.meta.url, function search(limit: number): number {
 *   const { throwIfAborted } = currentTask();
 *   let n = 0;
 *   while (n < limit) if (++n % 1_000 === 0) throwIfAborted();
 *   return n;
 * });
 * ```
 */
export function currentTask(): CurrentTask {
  const current = taskAround();
  if (current === undefined) throw new Error("Cannot get the current task: this code runs outside a task");
  return current;
}

/** How a task learns that nobody wants its result any more. */
export interface CurrentTask {
  /** Aborts when the run is cancelled or takes too long; its `aborted` is up to date even in a busy loop. */
  readonly signal: AbortSignal;
  /** Throws the signal's reason if it has aborted. Costs a few nanoseconds; needs no `this`. */
  readonly throwIfAborted: () => void;
}

/** What carries the current task through a call and all that it starts; `AsyncLocalStorage` where there is one. */
export interface TaskContext {
  run<T>(current: CurrentTask, body: () => T): T;
  current(): CurrentTask | undefined;
}

/** Sets how the current task is carried, unless that is set. The runners do, before any task runs. */
export function installTaskContext(make: () => TaskContext): void {
  thread.context ??= make();
}

/** The same, `undefined` outside a task. */
export function taskAround(): CurrentTask | undefined {
  return (thread.context ?? plainContext).current();
}

/** Runs the body so that `currentTask()` in it, and in all that it starts, is this one. */
export function runInTask<T>(current: CurrentTask, body: () => T): T {
  return (thread.context ?? plainContext).run(current, body);
}

// Until a runner installs a better one: right for plain code, lost at the first `await`.
const plainContext: TaskContext = {
  run(current, body) {
    const outer = innermost;
    innermost = current;
    try {
      return body();
    } finally {
      innermost = outer;
    }
  },
  current: () => innermost,
};
let innermost: CurrentTask | undefined;

const thread = onceInThread("current-task", (): { context: TaskContext | undefined } => ({
  context: undefined,
}));
