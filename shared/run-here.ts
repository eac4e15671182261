import { runInTask, taskAround } from "./current-task.ts";
import { followSignal } from "./follow-signal.ts";
import { now } from "./now.ts";
import { isPromise } from "./promises.ts";
import type { TaskDefinition } from "./task.ts";
import { TaskScope } from "./task-scope.ts";
import { timeoutError } from "./timeout-error.ts";
import { startTimer, stopTimer } from "./timer.ts";

/**
 * Runs a task as a plain call, here and now. Its bound options hold; inside another task it is a part of that one,
 * and is aborted with it.
 */
export function runHere(task: TaskDefinition, args: unknown[]): unknown {
  const { signal, timeoutMs } = task.options;
  const outer = taskAround();
  if (outer !== undefined && signal === undefined && timeoutMs === undefined) return task.run(...args);
  const deadline = timeoutMs === undefined ? Number.POSITIVE_INFINITY : now() + timeoutMs;
  const scope = new TaskScope(follow);
  scope.throwIfAborted();
  const result = runInTask(scope, () => task.run(...args));
  if (isPromise(result) && (outer ?? signal ?? timeoutMs) !== undefined) {
    keepFollowing(result, scope, [outer?.signal, signal], timeoutMs);
  }
  return result;

  function follow(followed: TaskScope): void {
    if (outer?.signal.aborted) followed.abort(outer.signal.reason);
    else if (signal?.aborted) followed.abort(signal.reason);
    else if (now() >= deadline) followed.abort(timeoutError(task.name, timeoutMs ?? 0));
  }
}

/** Between two turns of the event loop nobody polls: events and a timer tell the scope, until the run ends. */
function keepFollowing(
  running: Promise<unknown>,
  scope: TaskScope,
  signals: readonly (AbortSignal | undefined)[],
  timeoutMs: number | undefined,
): void {
  const poll = (): void => void scope.signal;
  const timer = timeoutMs === undefined ? undefined : startTimer(poll, timeoutMs + 1);
  const following = signals.map((signal) => signal && followSignal(signal, poll));
  const stop = (): void => {
    stopTimer(timer);
    for (const unfollow of following) unfollow?.();
  };
  running.then(stop, stop);
}
