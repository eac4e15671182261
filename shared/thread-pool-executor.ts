import type { Executor, ExecutorStats, Iterables, ShutdownOptions } from "./executor.ts";
import type { Future } from "./future.ts";
import type { MapOptions } from "./map-options.ts";
import { mapTask } from "./pool/map-results.ts";
import { WorkerPool } from "./pool/worker-pool.ts";
import { definitionOf, type Task } from "./task.ts";
import { poolSettings, type ThreadPoolOptions } from "./thread-pool-options.ts";

/**
 * Runs tasks on up to `maxWorkers` threads, which are started when they are first needed, and then kept for the next
 * task.
 *
 * @example
 * ```ts
 * import { ThreadPoolExecutor } from "worker-matrix";
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * await using pool = new ThreadPoolExecutor({ maxWorkers: 2 });
 * console.log(await pool.submit(sumOfSquares, 1_000)); // 332833500n
 * for await (const sum of pool.map(sumOfSquares, [2, 3, 4])) {
 *   console.log(sum); // 1n, 5n, 14n
 * }
 * ```
 */
export class ThreadPoolExecutor implements Executor {
  readonly #pool: WorkerPool;

  /**
   * Starts `minWorkers` threads; the others when they are needed.
   *
   * @throws {RangeError} if an option is out of its range
   */
  constructor(options: ThreadPoolOptions = {}) {
    this.#pool = new WorkerPool(poolSettings(options));
  }

  submit<Args extends unknown[], Result>(
    task: Task<Args, Result>,
    ...args: Args & {}
  ): Future<Awaited<Result>> {
    return this.#pool.submit(definitionOf(task), args, false) as Future<Awaited<Result>>;
  }

  map<Args extends unknown[], Result>(
    task: Task<Args, Result>,
    ...iterables: [...Iterables<Args>, options?: MapOptions]
  ): AsyncIterableIterator<Awaited<Result>> {
    return mapTask(this.#pool, task, iterables) as AsyncIterableIterator<Awaited<Result>>;
  }

  shutdown(options: ShutdownOptions = {}): Promise<void> {
    return this.#pool.shutdown(options);
  }

  /** The same as `shutdown()`: for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  stats(): ExecutorStats {
    return this.#pool.stats();
  }
}
