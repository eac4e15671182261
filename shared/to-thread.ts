import { getDefaultExecutor } from "./default-executor.ts";
import type { Future } from "./future.ts";
import type { Task } from "./task.ts";

/**
 * Runs a task on another thread: `submit` of the default executor.
 *
 * @throws {TypeError} if it is no task
 *
 * @example
 * ```ts
 * import { toThread } from "worker-matrix";
 * import { sumOfSquares } from "worker-matrix/workloads/sum-of-squares";
 *
 * console.log(await Promise.all([toThread(sumOfSquares, 1_000), toThread(sumOfSquares, 2_000)]));
 * ```
 */
export function toThread<Args extends unknown[], Result>(
  task: Task<Args, Result>,
  ...args: NoInfer<Args>
): Future<Awaited<Result>> {
  return getDefaultExecutor().submit(task, ...args);
}
