import type { Executor, ExecutorStats, Iterables, ShutdownOptions } from "./executor.ts";
import type { Future } from "./future.ts";
import type { MapOptions } from "./map-options.ts";
import { InlineQueue } from "./pool/inline-queue.ts";
import { mapTask } from "./pool/map-results.ts";
import { definitionOf, type Task } from "./task.ts";
import { listener, span, type ThreadPoolOptions } from "./thread-pool-options.ts";

/**
 * Runs tasks on the thread that submits them, one after the other: the same interface without threads, for tests, for
 * tasks that are not worth a thread, and to compare with. Arguments and results are passed as they are.
 *
 * A task begins after the code that submitted it, so that it can still be cancelled. One that runs can only be asked
 * to stop; if it is async and does not, its future settles after the grace, and what it goes on to do is lost.
 *
 * @example
 * ```ts
 * import { InlineExecutor } from "worker-matrix";
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * await using executor = new InlineExecutor();
 * console.log(await executor.submit(sumOfSquares, 1_000)); // 332833500n
 * ```
 */
export class InlineExecutor implements Executor {
  readonly #queue: InlineQueue;

  /**
   * Starts nothing: it works when it is given something.
   *
   * @param options `graceMs`: how long a running task that was cancelled may take to end; default 100. `onSettled`: as that of a pool
   */
  constructor({ graceMs = 100, onSettled }: Pick<ThreadPoolOptions, "graceMs" | "onSettled"> = {}) {
    span("graceMs", graceMs);
    this.#queue = new InlineQueue(graceMs, listener(onSettled));
  }

  submit<Args extends unknown[], Result>(
    task: Task<Args, Result>,
    ...args: Args & {}
  ): Future<Awaited<Result>> {
    return this.#queue.submit(definitionOf(task), args, false) as Future<Awaited<Result>>;
  }

  map<Args extends unknown[], Result>(
    task: Task<Args, Result>,
    ...iterables: [...Iterables<Args>, options?: MapOptions]
  ): AsyncIterableIterator<Awaited<Result>> {
    return mapTask(this.#queue, task, iterables) as AsyncIterableIterator<Awaited<Result>>;
  }

  shutdown(options: ShutdownOptions = {}): Promise<void> {
    return this.#queue.shutdown(options);
  }

  /** The same as `shutdown()`: for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  stats(): ExecutorStats {
    return this.#queue.stats();
  }
}
