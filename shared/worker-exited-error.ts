/**
 * A worker ended before a task on it had: the task exited, crashed, used up the memory, or was in such company.
 *
 * @example
 * ```ts
 * import { toThread, WorkerExitedError } from "worker-matrix";
 * import { exit } from "./exit.ts";
 *
 * await toThread(exit, 3).catch((error) => {
 *   if (error instanceof WorkerExitedError) console.log(error.task, error.exitCode); // exit 3
 * });
 * ```
 */
export class WorkerExitedError extends Error {
  /** What it is called, also on the other side of a thread. */
  override readonly name = "WorkerExitedError";
  /** The name of the task whose future this error ends. */
  readonly task: string;
  /** What the worker exited with; 1 where the runtime does not say. */
  readonly exitCode: number;

  /**
   * Is thrown by executors.
   *
   * @param task the name of the task whose future it ends
   * @param exitCode what the worker exited with
   * @param options `cause`: the error that ended the worker, where it is known
   */
  constructor(task: string, exitCode: number, options?: ErrorOptions) {
    super(`Cannot finish task "${task}": its worker exited with code ${exitCode}`, options);
    this.task = task;
    this.exitCode = exitCode;
  }
}
