import {
  createFuture,
  type Future,
  type FutureOwner,
  fulfilFuture,
  rejectFuture,
  startFuture,
} from "./future.ts";
import { longestTimer } from "./longest-timer.ts";
import type { PoolWorker } from "./pool-worker.ts";
import type { TaskDefinition } from "./task.ts";
import { timeoutError } from "./timeout-error.ts";

/** One run of a task that was submitted to an executor: what the executor has to do for one future. */
export class Job implements FutureOwner {
  readonly task: TaskDefinition;
  readonly future: Future<unknown>;
  /** Jobs that were submitted later have a higher one. */
  readonly order: number = submitted++;
  /** Whether its arguments are those of several calls: see `runChunk`. */
  readonly chunked: boolean;
  /** Empty once they are no longer needed. */
  args: readonly unknown[];
  /** Whether it is in a queue. The queue sets it. */
  queued = false;
  /** The one that it was given to. */
  worker: PoolWorker | undefined;
  /** What it is called there. The worker sets it. */
  id = 0;
  /** How often its worker died before it was ready for any job. */
  stillbirths = 0;
  readonly #executor: JobExecutor;
  #ending: { readonly reason: unknown } | undefined;
  #deadline = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unlisten: (() => void) | undefined;

  constructor(task: TaskDefinition, args: readonly unknown[], chunked: boolean, executor: JobExecutor) {
    this.task = task;
    this.args = args;
    this.chunked = chunked;
    this.#executor = executor;
    this.future = createFuture<unknown>(task.name, this);
    const { signal } = task.options;
    if (signal === undefined) return;
    if (signal.aborted) {
      this.future.cancel(signal.reason);
      return;
    }
    const cancel = (): void => void this.future.cancel(signal.reason);
    signal.addEventListener("abort", cancel);
    this.#unlisten = () => signal.removeEventListener("abort", cancel);
  }

  /** Whether its arguments are gone once it was posted, so that it cannot be posted again. */
  get moved(): boolean {
    return (this.task.options.transfer ?? none).length > 0;
  }

  /** Why the job is to end early, if it is. */
  get ending(): { readonly reason: unknown } | undefined {
    return this.#ending;
  }

  /** Whether its future has settled. */
  get settled(): boolean {
    return this.future.state !== "pending" && this.future.state !== "running";
  }

  /** The job begins to run, and its time with it; `false` if it must not, because it was cancelled. */
  started(): boolean {
    if (!startFuture(this.future)) return false;
    const { timeoutMs } = this.task.options;
    if (timeoutMs !== undefined) {
      this.#deadline = performance.now() + timeoutMs;
      if (timeoutMs <= longestTimer) this.#timer = setTimeout(() => this.#timeOut(), timeoutMs);
    }
    return true;
  }

  /** Ends the job if its time is over and its timer could not say so, because the thread is busy. */
  checkTime(): void {
    if (performance.now() >= this.#deadline) this.#timeOut();
  }

  fulfil(value: unknown): void {
    this.#clear();
    if (this.#ending === undefined) fulfilFuture(this.future, value);
    else rejectFuture(this.future, this.#ending.reason);
  }

  reject(error: unknown): void {
    this.#clear();
    rejectFuture(this.future, error);
  }

  /** The run has stopped as it was asked to, or is given up. */
  stopped(): void {
    this.reject(this.#ending?.reason);
  }

  /** The future's: somebody cancelled it. */
  cancelled(reason: unknown): void {
    if (this.settled) {
      this.#executor.drop(this, reason);
      this.#clear();
    } else {
      this.#end(reason);
    }
  }

  #timeOut(): void {
    this.#end(timeoutError(this.task.name, this.task.options.timeoutMs ?? 0));
  }

  #end(reason: unknown): void {
    if (this.#ending !== undefined) return;
    this.#ending = { reason };
    this.#executor.abort(this, reason);
  }

  #clear(): void {
    this.args = none;
    this.worker = undefined;
    clearTimeout(this.#timer);
    this.#unlisten?.();
    this.#unlisten = undefined;
  }
}

/** Who runs a job. */
export interface JobExecutor {
  /** The job was cancelled, as far as we know before it began: it must not begin, and if it just has, it is to stop. */
  drop(job: Job, reason: unknown): void;
  /** The running job is to stop. Ends with `fulfil`, `reject` or `stopped` of the job, whatever it does. */
  abort(job: Job, reason: unknown): void;
}

const none: readonly unknown[] = [];
let submitted = 0;
