import type { Future } from "./future.ts";
import type { AnyIterable, MapOptions } from "./map-options.ts";
import type { Task } from "./task.ts";

/** Something that runs tasks. All executors are used in the same way, so that a program can be moved between them. */
export interface Executor extends AsyncDisposable {
  /**
   * Queues a call of the task.
   *
   * @throws {TypeError} if it is no task
   * @throws {Error} after `shutdown`
   */
  submit<Args extends unknown[], Result>(
    task: Task<Args, Result>,
    ...args: Args & {}
  ): Future<Awaited<Result>>;

  /**
   * Calls the task with the first of each iterable, the second of each, and so on up to the end of the shortest, and
   * gives the results in that order. The iterables may be async, each of them. Everything is submitted at once, as far as
   * the iterables have it; with `maxQueue`, as room appears, and with `bufferSize`, as results are read. Leaving the
   * loop, also through an error, cancels what has not ended, and closes the iterables.
   *
   * @throws {RangeError} if an option is out of its range
   * @throws {TypeError} if something is no iterable, and no options either
   */
  map<Args extends unknown[], Result>(
    task: Task<Args, Result>,
    ...iterables: [...Iterables<Args>, options?: MapOptions]
  ): AsyncIterableIterator<Awaited<Result>>;

  /**
   * Takes no more tasks, and ends the workers when there is nothing left to do. Can be called again.
   *
   * @param options `wait`: the promise waits for all that (default); `cancelFutures`: what has not begun never will,
   * also what waits for an initializer
   */
  shutdown(options?: ShutdownOptions): Promise<void>;

  /** What it is doing right now. */
  stats(): ExecutorStats;
}

/** How an executor ends. */
export interface ShutdownOptions {
  /** Whether the promise resolves only when all workers have ended; default `true`. */
  readonly wait?: boolean;
  /** Whether tasks that have not begun are cancelled; default `false`. */
  readonly cancelFutures?: boolean;
}

/** What an executor is doing right now. */
export interface ExecutorStats {
  /** Threads that it has, also those that are starting or ending. */
  readonly workers: number;
  /** Workers with a task. */
  readonly busy: number;
  /** Workers without. */
  readonly idle: number;
  /** Tasks that wait for a worker. */
  readonly queued: number;
  /** Tasks that ended since the executor was made, with or without success. */
  readonly completed: number;
  /** Threads that were told to end, and have not: a runtime may be unable to stop a busy loop, or a native call. */
  readonly burning: number;
}

/** What an executor says of a call when its future has settled: see `onSettled` of its options. */
export interface TaskReport {
  /** The name of the task. */
  readonly task: string;
  /** How its future ended. */
  readonly state: "fulfilled" | "rejected" | "cancelled";
  /** From the submit to the start, or to the end if it never began. Milliseconds. */
  readonly waitedMs: number;
  /** From the start to the end; 0 if it never began. Milliseconds. */
  readonly ranMs: number;
}

/** One iterable for each argument, async or not. */
export type Iterables<Args extends unknown[]> = { [Key in keyof Args]: AnyIterable<Args[Key]> };
