import type { TaskReport } from "../executor.ts";
import {
  createFuture,
  type Future,
  type FutureOwner,
  type FutureState,
  fulfilFuture,
  rejectFuture,
  startFuture,
} from "../future.ts";
import type { TaskDefinition } from "../task.ts";
import type { AsyncScope } from "../waiting/async-scope.ts";
import { followSignal } from "../waiting/follow-signal.ts";
import { longestTimer } from "../waiting/longest-timer.ts";
import { now } from "../waiting/now.ts";
import { soon } from "../waiting/promises.ts";
import { timeoutError } from "../waiting/timeout-error.ts";
import { startTimer, stopTimer, type Timer } from "../waiting/timer.ts";

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
  /** The one that it was given to. */
  worker: JobHolder | undefined;
  /** What its worker calls it; `inQueue` while it is in a queue. Those two set it. */
  id = 0;
  readonly #executor: JobExecutor;
  #rare: RareParts | undefined;

  constructor(task: TaskDefinition, args: readonly unknown[], chunked: boolean, executor: JobExecutor) {
    this.task = task;
    this.args = args.length === 0 ? none : args;
    this.chunked = chunked;
    this.#executor = executor;
    this.future = createFuture<unknown>(task.name, this);
    if (executor.onSettled !== undefined) this.#parts().submitted = now();
    const { signal } = task.options;
    if (signal === undefined) return;
    if (signal.aborted) {
      this.future.cancel(signal.reason);
      return;
    }
    this.#parts().unfollow = followSignal(signal, () => this.future.cancel(signal.reason));
  }

  /** Whether its arguments are gone once it was posted, so that it cannot be posted again. */
  get moved(): boolean {
    return (this.task.options.transfer ?? none).length > 0;
  }

  /** Why the job is to end early, if it is. */
  get ending(): { readonly reason: unknown } | undefined {
    return this.#rare?.ending;
  }

  /** The async context that getters in its arguments see. `undefined`: that of the code which clones them. */
  get scope(): AsyncScope | undefined {
    return this.#rare?.scope;
  }

  /** Its arguments are cloned later, or once more: getters in them are to see this context then. */
  keepScope(make: () => AsyncScope): void {
    if (mayHaveGetters(this.args) && this.scope === undefined) this.#parts().scope = make();
  }

  /** Its worker died before it was ready for any job; gives how often that has happened. */
  stillborn(): number {
    const parts = this.#parts();
    parts.stillbirths += 1;
    return parts.stillbirths;
  }

  /** Whether its future has settled. */
  get settled(): boolean {
    return isSettled(this.future.state);
  }

  /** The job begins to run, and its time with it; `false` if it must not, because it was cancelled. */
  started(): boolean {
    if (!startFuture(this.future)) return false;
    if (this.#executor.onSettled !== undefined) this.#parts().began = now();
    const { timeoutMs } = this.task.options;
    if (timeoutMs !== undefined) {
      const parts = this.#parts();
      parts.deadline = now() + timeoutMs;
      if (timeoutMs <= longestTimer) parts.timer = startTimer(() => this.#timeOut(), timeoutMs);
    }
    return true;
  }

  /** Ends the job if its time is over and its timer could not say so, because the thread is busy. */
  checkTime(): void {
    const deadline = this.#rare?.deadline;
    if (deadline !== undefined && now() >= deadline) this.#timeOut();
  }

  fulfil(value: unknown): void {
    this.#clear();
    this.#report();
    if (this.ending === undefined) fulfilFuture(this.future, value);
    else rejectFuture(this.future, this.ending.reason);
  }

  reject(error: unknown): void {
    this.#clear();
    this.#report();
    rejectFuture(this.future, error);
  }

  /** The run has stopped as it was asked to, or is given up. */
  stopped(): void {
    this.reject(this.ending?.reason);
  }

  /** The future's: somebody cancelled it. */
  cancelled(reason: unknown): void {
    if (this.settled) {
      this.#executor.drop(this, reason);
      this.#clear();
      this.#report();
    } else {
      this.#end(reason);
    }
  }

  /** Its future settles now. Who wants to know hears of that once, before those who await it, and in a turn of its own. */
  #report(): void {
    const { onSettled } = this.#executor;
    const submitted = this.#rare?.submitted;
    if (onSettled === undefined || submitted === undefined) return;
    const ended = now();
    const began = this.#rare?.began ?? ended;
    this.#parts().submitted = undefined;
    soon(() => {
      const { state } = this.future;
      if (!isSettled(state)) return;
      onSettled({ task: this.task.name, state, waitedMs: began - submitted, ranMs: ended - began });
    });
  }

  #timeOut(): void {
    this.#end(timeoutError(this.task.name, this.task.options.timeoutMs ?? 0));
  }

  #end(reason: unknown): void {
    if (this.ending !== undefined) return;
    this.#parts().ending = { reason };
    this.#executor.abort(this, reason);
  }

  #clear(): void {
    this.args = none;
    this.worker = undefined;
    if (this.#rare === undefined) return;
    stopTimer(this.#rare.timer);
    this.#rare.unfollow?.();
    this.#rare.unfollow = undefined;
    this.#rare.scope = undefined;
  }

  #parts(): RareParts {
    this.#rare ??= {
      ending: undefined,
      deadline: undefined,
      timer: undefined,
      unfollow: undefined,
      stillbirths: 0,
      scope: undefined,
      submitted: undefined,
      began: undefined,
    };
    return this.#rare;
  }
}

/** What jobs without objects, signal or time limit do not have: a million of those that wait need not carry it. */
interface RareParts {
  ending: { readonly reason: unknown } | undefined;
  /** By `now()`. */
  deadline: number | undefined;
  timer: Timer | undefined;
  unfollow: (() => void) | undefined;
  stillbirths: number;
  scope: AsyncScope | undefined;
  /** By `now()`, where somebody wants to know. */
  submitted: number | undefined;
  began: number | undefined;
}

/** Who has a job meanwhile. */
interface JobHolder {
  abort(job: Job, reason: unknown): void;
}

/** Who runs a job. */
export interface JobExecutor {
  /** Wants to know what became of each job. */
  readonly onSettled: ((report: TaskReport) => void) | undefined;
  /** The job was cancelled, as far as we know before it began: it must not begin, and if it just has, it is to stop. */
  drop(job: Job, reason: unknown): void;
  /** The running job is to stop. Ends with `fulfil`, `reject` or `stopped` of the job, whatever it does. */
  abort(job: Job, reason: unknown): void;
}

/** The `id` of a job in a queue. */
export const inQueue = -1;
const none: readonly unknown[] = [];
let submitted = 0;

function isSettled(state: FutureState): state is TaskReport["state"] {
  return state !== "pending" && state !== "running";
}

/** A loop, since this is asked for each job that waits. */
function mayHaveGetters(args: readonly unknown[]): boolean {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (typeof arg === "object" && arg !== null) return true;
  }
  return false;
}
