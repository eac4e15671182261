import type { TaskReport } from "./executor.ts";
import type { RemoteCall } from "./line/thread-protocol.ts";
import type { InitializerOptions } from "./pool/initializer-limit.ts";
import { type ResourceLimits, type WorkerHost, workerHost } from "./pool/worker-host.ts";
import { definitionOf, type Task } from "./task.ts";

/** How a {@link ThreadPoolExecutor} is set up. */
export interface ThreadPoolOptions {
  /** Most threads at a time. Default: as many as can run at once on this machine. */
  readonly maxWorkers?: number;
  /** Threads that are started right away and kept while idle. Default 0. */
  readonly minWorkers?: number;
  /** Ends a thread beyond `minWorkers` that has been idle for so long. Milliseconds; default 60,000. */
  readonly idleTimeoutMs?: number;
  /** Most tasks that may wait for a thread; `submit` beyond it gives a `QueueFullError`. Default: no limit. */
  readonly maxQueue?: number;
  /** How long a running task that was cancelled may take to end by itself. Milliseconds; default 100. */
  readonly graceMs?: number;
  /**
   * Run once on each new thread before any task. If it fails, takes longer than its `timeoutMs` or is aborted by its `signal`, every future
   * rejects with `BrokenExecutorError`.
   */
  readonly initializer?: Task<[], unknown> | readonly [task: Task<never[], unknown>, ...args: unknown[]];
  /** What each thread may use, where the runtime can tell (Node). */
  readonly resourceLimits?: ResourceLimits;
  /** Called when a future has settled: for metrics. A chunk of `map` is one call. What it throws is an unhandled rejection. */
  readonly onSettled?: (report: TaskReport) => void;
}

/** The same with nothing left open. */
export interface PoolSettings {
  readonly maxWorkers: number;
  readonly minWorkers: number;
  readonly idleTimeoutMs: number;
  readonly maxQueue: number;
  readonly graceMs: number;
  readonly initializer: RemoteCall | undefined;
  readonly initializerOptions: InitializerOptions | undefined;
  readonly resourceLimits: ResourceLimits | undefined;
  readonly onSettled: ThreadPoolOptions["onSettled"] | undefined;
  /** A thread that has run so many tasks ends. */
  readonly tasksPerWorker: number;
  readonly host: WorkerHost;
}

/** @throws {RangeError} if a number is out of its range @throws {TypeError} if the initializer is no task */
export function poolSettings(options: ThreadPoolOptions): PoolSettings {
  // Defaults stand for `undefined` only: `null` is a mistake as much as "2" is.
  const {
    maxWorkers = workerHost().parallelism,
    minWorkers = 0,
    idleTimeoutMs = 60_000,
    maxQueue = Number.POSITIVE_INFINITY,
    graceMs = 100,
  } = options;
  count("maxWorkers", maxWorkers, 1);
  const settings = {
    maxWorkers,
    minWorkers,
    idleTimeoutMs,
    maxQueue,
    graceMs,
    ...initializerSettings(options.initializer),
    resourceLimits: options.resourceLimits,
    onSettled: listener(options.onSettled),
    tasksPerWorker: Number.POSITIVE_INFINITY,
    host: workerHost(),
  };
  count("minWorkers", settings.minWorkers, 0);
  if (settings.minWorkers > maxWorkers) {
    throw new RangeError(
      `Cannot make an executor with minWorkers ${settings.minWorkers} of ${maxWorkers}: too many`,
    );
  }
  if (settings.maxQueue !== Number.POSITIVE_INFINITY) count("maxQueue", settings.maxQueue, 0);
  span("idleTimeoutMs", settings.idleTimeoutMs);
  span("graceMs", settings.graceMs);
  return settings;
}

function initializerSettings(
  initializer: ThreadPoolOptions["initializer"],
): Pick<PoolSettings, "initializer" | "initializerOptions"> {
  if (initializer === undefined) return { initializer: undefined, initializerOptions: undefined };
  const [task, ...args] = typeof initializer === "function" ? [initializer] : initializer;
  const { address, name, options } = definitionOf(task);
  if ((options.transfer ?? []).length > 0) {
    throw new TypeError(
      `Cannot make an executor whose initializer "${name}" transfers something: each thread gets its arguments`,
    );
  }
  const limits = options.signal ?? options.timeoutMs;
  return {
    initializer: { ...address, args },
    initializerOptions: limits === undefined ? undefined : { ...options, name },
  };
}

/** @throws {TypeError} if it cannot be called */
export function listener(onSettled: ThreadPoolOptions["onSettled"]): ThreadPoolOptions["onSettled"] {
  if (onSettled === undefined || typeof onSettled === "function") return onSettled;
  throw new TypeError(`Cannot make an executor with onSettled ${String(onSettled)}: it is a function`);
}

function count(option: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(
    `Cannot make an executor with ${option} ${value}: it is an integer of at least ${least}`,
  );
}

/** @throws {RangeError} if it is no time */
export function span(option: string, value: number): void {
  if (typeof value === "number" && value >= 0) return;
  throw new RangeError(`Cannot make an executor with ${option} ${value}: it is a time in milliseconds`);
}
