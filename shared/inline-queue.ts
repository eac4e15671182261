import { isAbortError } from "./abort-error.ts";
import { asyncScope } from "./async-scope.ts";
import { runChunk } from "./chunk.ts";
import { runInTask } from "./current-task.ts";
import type { ExecutorStats, ShutdownOptions } from "./executor.ts";
import type { Future } from "./future.ts";
import { Job, type JobExecutor } from "./job.ts";
import { JobQueue } from "./job-queue.ts";
import { longestTimer } from "./longest-timer.ts";
import type { MapSource } from "./map-feed.ts";
import type { TaskDefinition } from "./task.ts";
import { TaskScope } from "./task-scope.ts";
import { startTimer, stopTimer, type Timer } from "./timer.ts";

/** Runs jobs on this thread, one after the other, each in a turn of its own of the microtask queue. */
export class InlineQueue implements JobExecutor, MapSource {
  readonly #graceMs: number;
  readonly #queue = new JobQueue();
  readonly #ended: Promise<void>;
  #end: () => void = () => {};
  #running: { readonly job: Job; readonly scope: TaskScope; readonly giveUp: () => void } | undefined;
  #grace: Timer | undefined;
  #working = false;
  #completed = 0;
  #closing = false;

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  submit(task: TaskDefinition, args: readonly unknown[], chunked: boolean): Future<unknown> {
    if (this.#closing) throw new Error(`Cannot submit task "${task.name}": its executor has been shut down`);
    const job = new Job(task, args, chunked, this);
    job.context = asyncScope();
    if (!job.settled) this.#queue.push(job);
    if (!this.#working) void this.#work();
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

  async #work(): Promise<void> {
    this.#working = true;
    await undefined;
    for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
      if (job.started()) await this.#run(job);
    }
    this.#working = false;
    if (this.#closing) this.#end();
  }

  /** Resolves when the job has ended, or is given up. */
  async #run(job: Job): Promise<void> {
    const scope = new TaskScope(() => job.checkTime());
    const context = job.context ?? asyncScope();
    const givenUp = new Promise<() => void>((resolve) => {
      this.#running = { job, scope, giveUp: () => resolve(() => job.stopped()) };
    });
    const settle = await Promise.race([context.runInAsyncScope(() => outcome(job, scope)), givenUp]);
    stopTimer(this.#grace);
    this.#running = undefined;
    this.#completed += 1;
    settle();
  }
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
