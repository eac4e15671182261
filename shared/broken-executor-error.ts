/**
 * The executor's `initializer` failed, so no task can run on it. `cause` is what it failed with.
 *
 * @example
 * ```ts
 * import { BrokenExecutorError, ThreadPoolExecutor } from "worker-matrix";
 * import { exit } from "./exit.ts";
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * await using pool = new ThreadPoolExecutor({ initializer: [exit, 3] });
 * await pool.submit(sumOfSquares, 1_000).catch((error) => {
 *   console.log(error instanceof BrokenExecutorError); // true
 * });
 * ```
 */
export class BrokenExecutorError extends Error {
  /** What it is called, also on the other side of a thread. */
  override readonly name = "BrokenExecutorError";

  /**
   * Is thrown by executors.
   *
   * @param task the name of the task that is not run
   * @param options `cause`: what the initializer threw
   */
  constructor(task: string, options: ErrorOptions) {
    super(`Cannot run task "${task}": the executor's initializer failed`, options);
  }
}
