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
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * const [a, b] = await Promise.all([toThread(sumOfSquares, 1_000), toThread(sumOfSquares, 2_000)]);
 * console.log(a, b); // 332833500n 2664667000n
 * ```
 */
export function toThread<Args extends unknown[], Result>(
  task: Task<Args, Result>,
  ...args: Args & {}
): Future<Awaited<Result>> {
  return getDefaultExecutor().submit(task, ...args);
}
