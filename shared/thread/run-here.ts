import { runInTask, taskAround } from "../current-task.ts";
import { followSignal } from "../waiting/follow-signal.ts";
import { now } from "../waiting/now.ts";
import { isPromise } from "../waiting/promises.ts";
import { timeoutError } from "../waiting/timeout-error.ts";
import { startTimer, stopTimer } from "../waiting/timer.ts";
import { TaskScope } from "./task-scope.ts";

/**
 * Runs a task as a plain call, here and now. Its bound options hold; inside another task it is a part of that one,
 * and is aborted with it.
 */
export function runHere(task: Runnable, args: unknown[]): unknown {
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

/** What of a task it takes to run it. */
interface Runnable {
  readonly name: string;
  readonly run: (...args: unknown[]) => unknown;
  readonly options: { readonly signal?: AbortSignal; readonly timeoutMs?: number };
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
