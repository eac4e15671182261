import { runInTask } from "../current-task.ts";
import type { ExecutorStats, ShutdownOptions } from "../executor.ts";
import type { Future } from "../future.ts";
import type { TaskDefinition } from "../task.ts";
import { runChunk } from "../thread/chunk.ts";
import { TaskScope } from "../thread/task-scope.ts";
import { isAbortError } from "../waiting/abort-error.ts";
import { type ReservedTurn, reserveTurn, takeTurn } from "../waiting/async-scope.ts";
import { longestTimer } from "../waiting/longest-timer.ts";
import { startTimer, stopTimer, type Timer } from "../waiting/timer.ts";
import { Job, type JobExecutor } from "./job.ts";
import { JobQueue } from "./job-queue.ts";
import type { MapSource } from "./map-feed.ts";

/** Runs jobs on this thread, one after the other, each in a turn of its own of the microtask queue. */
export class InlineQueue implements JobExecutor, MapSource {
  readonly onSettled: JobExecutor["onSettled"];
  readonly #graceMs: number;
  readonly #queue = new JobQueue();
  readonly #ended: Promise<void>;
  #end: () => void = () => {};
  #running: { readonly job: Job; readonly scope: TaskScope; readonly giveUp: () => void } | undefined;
  #grace: Timer | undefined;
  #working = false;
  #completed = 0;
  #closing = false;

  constructor(graceMs: number, onSettled: JobExecutor["onSettled"]) {
    this.#graceMs = graceMs;
    this.onSettled = onSettled;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  submit(task: TaskDefinition, args: readonly unknown[], chunked: boolean): Future<unknown> {
    if (this.#closing) throw new Error(`Cannot submit task "${task.name}": its executor has been shut down`);
    const job = new InlineJob(task, args, chunked, this);
    if (job.settled) return job.future;
    this.#queue.push(job);
    if (!this.#working) this.#next();
    return job.future;
  }

  hasRoom(): boolean {
    return true;
  }

  onRoom(): void {}

  shutdown({ wait = true, cancelFutures = false }: ShutdownOptions): Promise<void> {
    this.#closing = true;
    if (cancelFutures) for (const job of this.#queue.drain()) job.future.cancel();
    if (!this.#working) this.#end();
    return wait ? this.#ended : Promise.resolve();
  }

  stats(): ExecutorStats {
    const busy = this.#running === undefined ? 0 : 1;
    const queued = this.#queue.size;
    return { workers: 1, busy, idle: 1 - busy, queued, completed: this.#completed, burning: 0 };
  }

  drop(job: Job): void {
    this.#queue.drop(job);
  }

  abort(job: Job, reason: unknown): void {
    const running = this.#running;
    if (running?.job !== job) return;
    running.scope.abort(reason);
    if (this.#graceMs <= longestTimer) this.#grace = startTimer(running.giveUp, this.#graceMs);
  }

  /** The next job's turn begins. */
  #next(): void {
    const job = this.#queue.shift() as InlineJob | undefined;
    this.#working = job !== undefined;
    if (job !== undefined) takeTurn(job.turn, () => void this.#run(job));
    else if (this.#closing) this.#end();
  }

  /** Resolves when the job has ended, even if it was given up long ago. */
  async #run(job: InlineJob): Promise<void> {
    if (!job.started()) return this.#next();
    const scope = new TaskScope(() => job.checkTime());
    let isOver = false;
    const end = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      stopTimer(this.#grace);
      this.#running = undefined;
      this.#completed += 1;
      settle();
      this.#next();
    };
    this.#running = { job, scope, giveUp: () => end(() => job.stopped()) };
    end(await outcome(job, scope));
  }
}

class InlineJob extends Job {
  readonly turn: ReservedTurn = reserveTurn();
}

/** Runs the job, and gives what settles its future. */
async function outcome(job: Job, scope: TaskScope): Promise<() => void> {
  const { run } = job.task;
  const { args, chunked } = job;
  try {
    const value = await runInTask(scope, () =>
      chunked ? runChunk(run, args as unknown[][], scope) : run(...args),
    );
    job.checkTime();
    return () => job.fulfil(value);
  } catch (error) {
    const { ending } = job;
    const stopped = ending !== undefined && (error === ending.reason || isAbortError(error));
    return () => (stopped ? job.stopped() : job.reject(error));
  }
}
