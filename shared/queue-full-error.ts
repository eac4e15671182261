/**
 * A task was submitted while `maxQueue` tasks were already waiting. Try again when some have ended.
 *
 * @example
 * ```ts
 * import { QueueFullError, ThreadPoolExecutor } from "worker-matrix";
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * await using pool = new ThreadPoolExecutor({ maxWorkers: 1, maxQueue: 1 });
 * const futures = [1, 2, 3].map((n) => pool.submit(sumOfSquares, n));
 * const [, , third] = await Promise.allSettled(futures);
 * console.log(third?.status === "rejected" && third.reason instanceof QueueFullError); // true
 * ```
 */
export class QueueFullError extends Error {
  /** What it is called, also on the other side of a thread. */
  override readonly name = "QueueFullError";

  /**
   * Is thrown by executors.
   *
   * @param task the name of the task that was refused
   * @param maxQueue how many tasks may wait
   */
  constructor(task: string, maxQueue: number) {
    super(`Cannot queue task "${task}": ${maxQueue} tasks are waiting, and maxQueue allows no more`);
  }
}
