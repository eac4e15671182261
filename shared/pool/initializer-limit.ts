import type { TaskOptions } from "../task.ts";
import { followSignal } from "../waiting/follow-signal.ts";
import { longestTimer } from "../waiting/longest-timer.ts";
import { timeoutError } from "../waiting/timeout-error.ts";
import type { WorkerHost } from "./worker-host.ts";

/** What an executor is told of its initializer, beside the call. */
export interface InitializerOptions extends Pick<TaskOptions, "signal" | "timeoutMs"> {
  readonly name: string;
}

/**
 * Calls `end` when the initializer of a thread has taken too long, counted from when it began, or when its signal aborts. Gives what ends
 * that.
 */
export function limitInitializer(
  { name, signal, timeoutMs }: InitializerOptions,
  host: WorkerHost,
  hasBegun: () => boolean,
  end: (reason: unknown) => void,
): () => void {
  let cancel = (): void => {};
  const unfollow = signal && followSignal(signal, () => end(signal.reason));
  if (signal?.aborted) cancel = host.later(0, () => end(signal.reason));
  if (timeoutMs !== undefined && timeoutMs <= longestTimer) {
    const look = (): void => {
      cancel = hasBegun()
        ? host.later(timeoutMs, () => end(timeoutError(name, timeoutMs)))
        : host.later(lookMs, look);
    };
    look();
  }
  return () => {
    unfollow?.();
    cancel();
  };
}

/** How often it is looked whether the initializer has begun. */
const lookMs = 5;
