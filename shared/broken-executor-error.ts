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
  override readonly name = "BrokenExecutorError";

  constructor(task: string, options: ErrorOptions) {
    super(`Cannot run task "${task}": the executor's initializer failed`, options);
  }
}
