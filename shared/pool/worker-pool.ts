import { BrokenExecutorError } from "../broken-executor-error.ts";
import type { ExecutorStats, ShutdownOptions } from "../executor.ts";
import type { Future } from "../future.ts";
import { QueueFullError } from "../queue-full-error.ts";
import type { TaskAddress, TaskDefinition } from "../task.ts";
import { refuseWhileLoading } from "../thread/load-task.ts";
import type { PoolSettings } from "../thread-pool-options.ts";
import { type AsyncScope, asyncScope } from "../waiting/async-scope.ts";
import { longestTimer } from "../waiting/longest-timer.ts";
import { now } from "../waiting/now.ts";
import { Job, type JobExecutor } from "./job.ts";
import { Lookout } from "./lookout.ts";
import type { MapSource } from "./map-feed.ts";
import { PoolWorker, type PoolWorkerOwner } from "./pool-worker.ts";
import { WaitingJobs } from "./waiting-jobs.ts";
import { workerHost } from "./worker-host.ts";

/**
 * Brings jobs and worker threads together: what the executors with threads have in common.
 *
 * A job goes to an idle worker, else to a new one, else it waits: see {@link WaitingJobs}. While jobs are short, it waits as soon as
 * there are as many workers at work as there are cores. A worker that ends is replaced when it is needed.
 */
export class WorkerPool implements JobExecutor, PoolWorkerOwner, MapSource {
  readonly onSettled: PoolSettings["onSettled"];
  readonly #settings: PoolSettings;
  /** That of who made it, for the arguments of its initializer, and for all that threads keep. */
  readonly #context: AsyncScope = asyncScope();
  readonly #workers = new Set<PoolWorker>();
  /** Those that cannot be stopped. They are no part of the pool any more. */
  readonly #lost = new Set<PoolWorker>();
  /** The last one to become idle is the first to be used: the others may end. */
  readonly #idle: PoolWorker[] = [];
  readonly #waiting: WaitingJobs;
  readonly #lookout: Lookout;
  readonly #roomListeners: (() => void)[] = [];
  readonly #ended: Promise<void>;
  #end: () => void = () => {};
  #completed = 0;
  /** Whether jobs wait although a worker is idle, or could be started: enough of them are at work. */
  #holdsBack = false;
  #cancelWatch: (() => void) | undefined;
  #closing = false;
  #broken: { readonly cause: unknown } | undefined;
  #cancelReaper: (() => void) | undefined;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.onSettled = settings.onSettled;
    this.#waiting = new WaitingJobs(this.#workers, settings.tasksPerWorker === Number.POSITIVE_INFINITY);
    this.#lookout = new Lookout(this.#workers, settings.host);
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    while (this.#workers.size < settings.minWorkers) this.#idle.push(this.#startWorker([]));
  }

  submit(task: TaskDefinition, args: readonly unknown[], chunked: boolean): Future<unknown> {
    refuseWhileLoading(task.name);
    if (this.#closing) throw new Error(`Cannot submit task "${task.name}": its executor has been shut down`);
    const job = new Job(task, args, chunked, this);
    if (job.settled) return job.future;
    if (this.#broken !== undefined) job.reject(new BrokenExecutorError(task.name, this.#broken));
    else if (this.#holdsBack || this.#waiting.queued > 0 || !this.#place(job)) this.#enqueue(job);
    return job.future;
  }

  hasRoom(): boolean {
    return this.#closing || this.#hasQueueRoom() || this.#canPlace();
  }

  onRoom(listener: () => void): void {
    this.#roomListeners.push(listener);
  }

  shutdown({ wait = true, cancelFutures = false }: ShutdownOptions): Promise<void> {
    this.#closing = true;
    this.#cancelReaper?.();
    if (cancelFutures) {
      for (const job of this.#waiting.takeAll()) job.future.cancel();
      for (const worker of this.#workers) worker.uninitialized?.future.cancel();
    }
    this.#fill();
    this.#idle.length = 0;
    for (const worker of this.#workers) worker.retire();
    this.#endIfDone();
    return wait ? this.#ended : Promise.resolve();
  }

  stats(): ExecutorStats {
    const workers = [...this.#workers, ...this.#lost];
    return {
      workers: workers.length,
      busy: workers.filter((worker) => worker.busy).length,
      idle: this.#idle.length,
      queued: this.#waiting.count,
      completed: this.#completed,
      burning: workers.filter((worker) => worker.burning).length,
    };
  }

  drop(job: Job, reason: unknown): void {
    this.#waiting.drop(job);
    job.worker?.abort(job, reason);
    this.#tellRoom();
  }

  abort(job: Job, reason: unknown): void {
    job.worker?.abort(job, reason);
  }

  answered(worker: PoolWorker): void {
    this.#lookout.collect([worker]);
  }

  freed(worker: PoolWorker): void {
    if (worker.served >= this.#settings.tasksPerWorker) {
      worker.terminate();
      return;
    }
    let areEnough = false;
    while (!areEnough) {
      areEnough = !this.#closing && this.#areEnough();
      const next = areEnough ? undefined : this.#waiting.next();
      if (next === undefined) break;
      if (!worker.run(next)) continue;
      this.#waiting.spread();
      this.#tellRoom();
      return;
    }
    if (this.#closing || this.#broken !== undefined) {
      worker.terminate();
    } else {
      worker.idleSince = now();
      this.#idle.push(worker);
      this.#holdsBack = areEnough && this.#waiting.some;
      if (this.#holdsBack) this.#watch();
      this.#reapLater();
    }
    this.#tellRoom();
  }

  advanced(): void {
    this.#waiting.spreadAgain();
    this.#tellRoom();
  }

  returned(jobs: readonly Job[]): void {
    const again = jobs.filter((job) => !job.settled);
    for (const job of jobs) {
      job.worker = undefined;
      job.keepScope(() => this.#context);
    }
    if (this.#broken === undefined) this.#waiting.putBack(again);
    else for (const job of again) job.reject(new BrokenExecutorError(job.task.name, this.#broken));
    this.#fill();
  }

  completed(jobs: number, ms: number): void {
    this.#completed += jobs;
    this.#waiting.learn(jobs, ms);
  }

  broken(cause: unknown): void {
    if (this.#broken !== undefined) return;
    this.#broken = { cause };
    for (const job of this.#waiting.takeAll())
      job.reject(new BrokenExecutorError(job.task.name, this.#broken));
    for (const worker of this.#idle.splice(0)) worker.terminate();
    this.#tellRoom();
  }

  notIdle(worker: PoolWorker): void {
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  gaveUp(worker: PoolWorker): void {
    this.#lost.add(worker);
    this.#remove(worker);
  }

  exited(worker: PoolWorker, again: readonly Job[]): void {
    this.#lost.delete(worker);
    this.#remove(worker, again);
  }

  #remove(worker: PoolWorker, again: readonly Job[] = []): void {
    this.#workers.delete(worker);
    this.notIdle(worker);
    this.returned(again);
    this.#endIfDone();
  }

  #hasQueueRoom(): boolean {
    const { maxQueue } = this.#settings;
    return maxQueue === Number.POSITIVE_INFINITY || this.#waiting.count < maxQueue;
  }

  #enqueue(job: Job): void {
    while (!this.#hasQueueRoom()) {
      // A place that was promised is given, whether that is of use or not.
      if (this.#fillOne()) continue;
      if (this.#canPlace()) this.#give(job);
      else job.reject(new QueueFullError(job.task.name, this.#settings.maxQueue));
      return;
    }
    job.keepScope(asyncScope);
    this.#waiting.add(job);
    this.#lookout.soon();
    // Whoever submits thousands at once does not let anything else happen meanwhile.
    if (this.#waiting.queued % manyJobs === 0) this.#lookout.collect([...this.#workers]);
    this.#waiting.spread();
  }

  /** Gives jobs that wait to idle workers and to new ones, as far as there may be more. */
  #fill(): void {
    this.#holdsBack = false;
    while (this.#mayPlace() && this.#fillOne());
    this.#tellRoom();
  }

  /** Gives one that waits to an idle worker, or to a new one; `false` if nothing waits, or there is none. */
  #fillOne(): boolean {
    const job = this.#canPlace() ? this.#waiting.next() : undefined;
    if (job !== undefined) this.#give(job);
    return job !== undefined;
  }

  /** Gives the job to a worker, if one is idle or may be started, and is needed. */
  #place(job: Job): boolean {
    const may = this.#mayPlace();
    if (may) this.#give(job);
    return may;
  }

  #give(job: Job): void {
    try {
      const worker = this.#idle.pop() ?? this.#startWorker([job.task.address]);
      // Before it gets the job: it may be through with it, on this core, before this thread goes on.
      worker.watch();
      this.#lookout.soon();
      if (!worker.run(job)) this.freed(worker);
    } catch (error) {
      job.reject(error);
    }
  }

  #mayPlace(): boolean {
    if (!this.#canPlace()) return false;
    this.#holdsBack = this.#areEnough();
    if (this.#holdsBack) this.#watch();
    return !this.#holdsBack;
  }

  /**
   * Whether jobs are so short that a worker more would only take turns with those that are at work, since these are as many
   * as there are cores.
   */
  #areEnough(): boolean {
    const { parallelism } = this.#settings.host;
    if (this.#workers.size - this.#idle.length < parallelism) return false;
    if (!this.#waiting.areShort || (this.#closing && this.#idle.length > 0)) return false;
    let atWork = 0;
    for (const worker of this.#workers) {
      if (worker.busy && !worker.ending && !worker.lasts) atWork += 1;
    }
    return atWork >= parallelism;
  }

  /** While jobs are held back: a worker whose job lasts is not counted, since it may be waiting for something. */
  #watch(): void {
    if (this.#cancelWatch !== undefined) return;
    for (const worker of this.#workers) worker.mark();
    const look = (): void => {
      this.#lookout.collect([...this.#workers]);
      for (const worker of this.#workers) worker.mark();
      if (this.#waiting.some) this.#fill();
      else this.#holdsBack = false;
      this.#cancelWatch = this.#holdsBack ? workerHost().later(watchMs, look) : undefined;
    };
    this.#cancelWatch = workerHost().later(watchMs, look);
  }

  #canPlace(): boolean {
    return this.#idle.length > 0 || this.#workers.size < this.#settings.maxWorkers;
  }

  /** @param tasks what it is for */
  #startWorker(tasks: readonly TaskAddress[]): PoolWorker {
    const worker = this.#context.runInAsyncScope(() => new PoolWorker(this, this.#settings, tasks));
    this.#workers.add(worker);
    return worker;
  }

  /** Ends workers that have been idle for too long, when the first of them has been. */
  #reapLater(): void {
    const { idleTimeoutMs, minWorkers } = this.#settings;
    const [oldest] = this.#idle;
    if (this.#cancelReaper !== undefined || oldest === undefined || this.#lasting() <= minWorkers) return;
    if (idleTimeoutMs === Number.POSITIVE_INFINITY) return;
    const wait = Math.max(1, oldest.idleSince + idleTimeoutMs - now());
    // The timer is right about this one, whatever the clock says: tests fake either of them.
    const due = wait <= longestTimer ? oldest.idleSince : Number.NEGATIVE_INFINITY;
    this.#cancelReaper = workerHost().later(Math.min(wait, longestTimer), () => {
      this.#cancelReaper = undefined;
      const expired = Math.max(due, now() - idleTimeoutMs);
      const idle = this.#idle.findIndex((worker) => worker.idleSince > expired);
      const spare = Math.min(idle === -1 ? this.#idle.length : idle, this.#lasting() - minWorkers);
      for (const worker of this.#idle.splice(0, Math.max(0, spare))) worker.terminate();
      this.#reapLater();
    });
  }

  /** How many workers were not told to end. */
  #lasting(): number {
    let count = 0;
    for (const worker of this.#workers) if (!worker.ending) count += 1;
    return count;
  }

  #tellRoom(): void {
    if (this.#roomListeners.length === 0 || !this.hasRoom()) return;
    for (const listener of this.#roomListeners.splice(0)) listener();
  }

  #endIfDone(): void {
    if (!this.#closing || this.#waiting.queued > 0 || this.#workers.size > 0) return;
    for (const worker of this.#lost) worker.letGo();
    this.#cancelWatch?.();
    this.#lookout.end();
    this.#end();
  }
}

/** After so many jobs that had to wait, answers are collected while more are submitted. */
const manyJobs = 128;
/** How often it is looked whose job lasts: one that has run for so long is none of the short ones. */
const watchMs = 1;
