import type { Executor } from "./executor.ts";

/**
 * A workload: what one cell of the matrix runs. One file, its default export.
 *
 * `setup`, `check` and `teardown` are not timed; one call of `run` is one sample.
 *
 * @example
 * ```ts
 * import { TaskGroup, toThread } from "worker-matrix";
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * export default {
 *   name: "two-sums",
 *   about: "two sums of squares, side by side",
 *   defaults: { tasks: 2, size: 1_000_000 },
 *   threaded: true,
 *   run: ({ size }) =>
 *     TaskGroup.run(async (group) => {
 *       const sums = [0, 1].map(() => group.createTask(toThread(sumOfSquares, size)));
 *       return Promise.all(sums);
 *     }),
 * } satisfies Workload;
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: the state belongs to the workload, and only its own functions see it
export interface Workload<State = any, Result = any> {
  /** Unique, in kebab-case: what `--workload` takes and the CSV shows. */
  readonly name: string;
  /** One line: what it does and what it shows. */
  readonly about: string;
  /** What `tasks` and `size` are unless the command line says otherwise. */
  readonly defaults: { readonly tasks: number; readonly size: number };
  /** `false`: it uses no executor, and is measured inline only. */
  readonly threaded: boolean;
  /**
   * Of one that uses no executor: all happens on the thread that calls `run`. That thread can then be bound to one CPU, which
   * makes comparisons sharper. Not for what starts threads or programs, or waits for I/O of its own.
   */
  readonly singleThreaded?: boolean;
  /** Sets that it belongs to beside `@all` and, if threaded, `@threads`: `default`, `dispatch`, `server`, `upgrade`. */
  readonly groups?: readonly string[];
  /** Makes what every `run` of the process uses. Not timed. */
  setup?(params: WorkloadParams): State | Promise<State>;
  /** The work. Timed from the call until its promise settles. */
  run(params: WorkloadParams, state: State): Result | Promise<Result>;
  /** Throws when the result is wrong; the cell then fails, and no time of it is published. Not timed. */
  check?(result: Result, params: WorkloadParams): void | Promise<void>;
  /** Releases what `setup` made. Not timed. */
  teardown?(state: State): void | Promise<void>;
}

/** What a workload is given: `setup` an object of its own, and each `run` another one, which its `check` gets too. */
export interface WorkloadParams {
  /** How many tasks the run is cut into. */
  readonly tasks: number;
  /** How large one task is, in the workload's own unit. */
  readonly size: number;
  /** How many threads the default executor has; 1 when the cell runs inline. */
  readonly threads: number;
  /** Aborts when the cell is given up. */
  readonly signal: AbortSignal;
  /**
   * Reports a figure of the workload's own for this run, with its unit in its name (`kept_mb`,
   * `throughput_ops_s`). It is summarised, published and compared beside the time. Lower is better unless said.
   *
   * What `run` is given takes figures while that run is under way, and while its result is checked. What `setup` is given
   * takes figures that every run has, until the last one has ended.
   *
   * @throws {TypeError} for a name that cannot be a column or is the suite's own, a value that is no finite number, another
   * direction than the same figure had before in this process, and when its run has ended
   */
  metric(name: string, value: number, options?: { readonly better?: "lower" | "higher" }): void;
  /**
   * Makes another executor of the kind that is measured, with as many threads, for a workload that is about starting
   * one. It is shut down after the run, untimed.
   */
  freshExecutor(): Promise<Executor>;
}
