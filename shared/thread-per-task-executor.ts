import type { Executor, ExecutorStats, Iterables, ShutdownOptions } from "./executor.ts";
import type { Future } from "./future.ts";
import type { MapOptions } from "./map-options.ts";
import { mapTask } from "./pool/map-results.ts";
import { WorkerPool } from "./pool/worker-pool.ts";
import { definitionOf, type Task } from "./task.ts";
import { poolSettings, type ThreadPoolOptions } from "./thread-pool-options.ts";

/**
 * Runs each task on a fresh thread of its own, up to `maxWorkers` at a time: what a task leaves behind, no other sees.
 *
 * @example
 * ```ts
 * import { ThreadPerTaskExecutor } from "worker-matrix";
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * await using executor = new ThreadPerTaskExecutor({ maxWorkers: 2 });
 * console.log(await executor.submit(sumOfSquares, 1_000)); // 332833500n
 * ```
 */
export class ThreadPerTaskExecutor implements Executor {
  readonly #pool: WorkerPool;

  /**
   * Starts no thread yet.
   *
   * @throws {RangeError} if an option is out of its range
   */
  constructor(options: Omit<ThreadPoolOptions, "minWorkers" | "idleTimeoutMs"> = {}) {
    this.#pool = new WorkerPool({ ...poolSettings(options), tasksPerWorker: 1 });
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
