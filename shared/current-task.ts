import { type CurrentTask, TaskScope } from "./thread/task-scope.ts";
import { onceInThread } from "./waiting/once-in-thread.ts";

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

export type { CurrentTask };

/** What carries the current task through a call and all that it starts; `AsyncLocalStorage` where there is one. */
export interface TaskContext {
  run<T>(turn: TaskTurn, body: () => T): T;
  current(): TaskTurn | undefined;
}

/** Whose turn it is in one context. `undefined`: that of a task which has ended. */
export interface TaskTurn {
  current: CurrentTask | undefined;
}

/** Sets how the current task is carried, unless that is set. The runners do, before any task runs. */
export function installTaskContext(make: () => TaskContext): void {
  thread.context ??= make();
}

/** The same, `undefined` outside a task. */
export function taskAround(): CurrentTask | undefined {
  const turn = (thread.context ?? plainContext).current();
  // What a task leaves behind when it returns is not stopped any more.
  return turn && (turn.current ?? new TaskScope());
}

/** Runs the body so that `currentTask()` in it, and in all that it starts, is this one. */
export function runInTask<T>(current: CurrentTask, body: () => T): T {
  return runInTurns({ current }, body);
}

/**
 * Runs the body so that `currentTask()` in it, and in all that it starts, is whoever's turn it is then: one context for many
 * tasks that end before they return, since entering one for each can take longer than all else that is done for them.
 */
export function runInTurns<T>(turn: TaskTurn, body: () => T): T {
  return (thread.context ?? plainContext).run(turn, body);
}

// Until a runner installs a better one: right for plain code, lost at the first `await`.
const plainContext: TaskContext = {
  run(turn, body) {
    const outer = innermost;
    innermost = turn;
    try {
      return body();
    } finally {
      innermost = outer;
    }
  },
  current: () => innermost,
};
let innermost: TaskTurn | undefined;

const thread = onceInThread("current-task", (): { context: TaskContext | undefined } => ({
  context: undefined,
}));
