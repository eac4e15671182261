import type { Executor } from "./executor.ts";
import { ThreadPoolExecutor } from "./thread-pool-executor.ts";
import { onceInThread } from "./waiting/once-in-thread.ts";

/**
 * The executor that `toThread` uses: the one that was set, else a `ThreadPoolExecutor` made at the first use.
 *
 * @example
 * ```ts
 * import { getDefaultExecutor } from "worker-matrix";
 *
 * console.log(getDefaultExecutor().stats().queued); // 0
 * ```
 */
export function getDefaultExecutor(): Executor {
  thread.executor ??= new ThreadPoolExecutor();
  return thread.executor;
}

/**
 * Makes `toThread` use this executor from now on. The one before it is not shut down.
 *
 * @example
 * ```ts
 * import { setDefaultExecutor, ThreadPoolExecutor } from "worker-matrix";
 *
 * setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers: 2 }));
 * ```
 */
export function setDefaultExecutor(executor: Executor): void {
  if (typeof executor?.submit !== "function") {
    throw new TypeError(`Cannot make ${String(executor)} the default executor: it has no submit`);
  }
  thread.executor = executor;
}

const thread = onceInThread("default-executor", (): { executor: Executor | undefined } => ({
  executor: undefined,
}));
