import { decodeOutcome } from "./chunk.ts";
import { decodeThrown, encodeThrown } from "./error-codec.ts";
import type { Job } from "./job.ts";
import { longestTimer } from "./longest-timer.ts";
import { refuseTooDeep, threadDepth } from "./thread-depth.ts";
import { enterJob, type FromThread, isJob, jobState, moveJob, type RemoteCall } from "./thread-protocol.ts";
import { WorkerExitedError } from "./worker-exited-error.ts";
import type { HostedWorker, ResourceLimits, WorkerHost, WorkerListener } from "./worker-host.ts";

/**
 * One worker thread of an executor, and the jobs that are on it: the one that runs, and at most one that waits behind
 * it, so that the thread need not wait for the executor between two. It settles the futures of the jobs that began;
 * the others it gives back, when it is asked to or when the thread ends.
 */
export class PoolWorker implements WorkerListener {
  /** How many jobs it has answered. */
  served = 0;
  /** When it last became idle, by `performance.now()`. */
  idleSince = 0;
  /** When the job that runs had its turn, by `performance.now()`. */
  turnSince = 0;
  readonly #owner: PoolWorkerOwner;
  readonly #host: WorkerHost;
  readonly #graceMs: number;
  readonly #slots = new Int32Array(new SharedArrayBuffer(4 * mostJobs));
  readonly #hosted: HostedWorker;
  /** In the order in which the thread runs them. */
  readonly #jobs = new Map<number, Job>();
  #lastId = 0;
  readonly #initialized: boolean;
  #ready = false;
  #ended = false;
  #terminating = false;
  #burning = false;
  /** Whether a job was taken back from behind the one that runs: that one is a long one, or nothing waits long there. */
  #gaveBack = false;
  /** The job that was asked to stop, and has a little time to do so by itself. */
  #stopping: number | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #farewell: ReturnType<typeof setTimeout> | undefined;
  #look: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: PoolWorkerOwner, settings: PoolWorkerSettings) {
    this.#owner = owner;
    this.#host = settings.host;
    this.#graceMs = settings.graceMs;
    this.#initialized = settings.initializer !== undefined;
    refuseTooDeep();
    const start = { slots: this.#slots, depth: threadDepth() + 1, initializer: settings.initializer };
    this.#hosted = settings.host.spawn(start, this, settings.resourceLimits);
  }

  /** Whether it has jobs. */
  get busy(): boolean {
    return this.#jobs.size > 0;
  }

  /** Whether it was told to end. */
  get ending(): boolean {
    return this.#terminating;
  }

  /** The job that waits behind the one that has its turn. */
  get ahead(): Job | undefined {
    if (this.#jobs.size < 2) return undefined;
    const [, second] = this.#jobs;
    if (second === undefined || !isJob(this.#slots, second[0], jobState.waiting)) return undefined;
    return second[1];
  }

  /** Whether it can take a job behind the one that runs. */
  get hasRoomAhead(): boolean {
    return (
      this.#jobs.size === 1 &&
      this.#ready &&
      !this.#gaveBack &&
      this.#stopping === undefined &&
      !this.#terminating
    );
  }

  /** Whether it was told to end in the middle of a job, and has not: some runtimes cannot stop a busy loop. */
  get burning(): boolean {
    return this.#burning;
  }

  /** Gives the job to the thread; `false` if its arguments cannot be cloned, and it has been rejected for that. */
  run(job: Job): boolean {
    this.#lastId += 1;
    const id = this.#lastId;
    enterJob(this.#slots, id);
    const { chunked, args } = job;
    const { module, name, options } = job.task;
    try {
      this.#hosted.post({ kind: "run", id, module, name, args, chunked }, options.transfer);
    } catch (error) {
      job.reject(error);
      return false;
    }
    if (!this.busy) this.#hosted.ref();
    this.#jobs.set(id, job);
    job.worker = this;
    if (this.#ready) this.#markRunning();
    else this.#lookForBegin();
    return true;
  }

  /** A busy thread's "ready" may lie in it until the job ends (Deno 2.7): the slot tells as soon as one has begun. */
  #lookForBegin(): void {
    clearTimeout(this.#look);
    const [id] = this.#jobs.keys();
    if (this.#ready || this.#terminating || id === undefined) return;
    if (isJob(this.#slots, id, jobState.running)) this.#becomeReady();
    else this.#look = setTimeout(() => this.#lookForBegin(), lookMs);
  }

  #becomeReady(): void {
    if (this.#ready) return;
    this.#ready = true;
    clearTimeout(this.#look);
    this.#markRunning();
    this.#owner.advanced();
  }

  /** Takes back the job that waits behind the one that runs, unless it has begun. */
  giveBack(): Job | undefined {
    if (this.#jobs.size < 2) return undefined;
    const last = [...this.#jobs].at(-1);
    if (last === undefined || !this.#recall(last[0])) return undefined;
    const [id, job] = last;
    this.#jobs.delete(id);
    this.#gaveBack = true;
    job.worker = undefined;
    return job;
  }

  /** Makes the job end: at once if it has not begun, after the grace with the whole thread if it does not listen. */
  abort(job: Job, reason: unknown): void {
    const id = this.#idOf(job);
    if (id === undefined) return;
    if (this.#recall(id)) {
      // The thread still has to pass it by: many that come and go must not pile up behind a long job.
      this.#gaveBack = this.#jobs.size > 1;
      this.#remove(id);
      job.stopped();
      return;
    }
    this.#hosted.post({ kind: "abort", id, reason: encodeThrown(reason) });
    moveJob(this.#slots, id, jobState.running, jobState.aborted);
    if (!this.#clearBehind(id)) return;
    this.#stopping = id;
    if (this.#graceMs > longestTimer) return;
    const giveUp = (): void => {
      job.stopped();
      this.terminate();
    };
    this.#grace = setTimeout(giveUp, this.#graceMs);
  }

  /**
   * Takes back the job behind the one that is to stop, since that may cost the thread; `false` if it has begun: then
   * the other one has ended, and its answer is on the way.
   */
  #clearBehind(id: number): boolean {
    const last = [...this.#jobs.keys()].at(-1);
    if (last === id) return true;
    const job = this.giveBack();
    if (job !== undefined) this.#owner.returned([job]);
    return job !== undefined;
  }

  /** Ends the thread, whatever it does. */
  terminate(): void {
    if (this.#terminating || this.#ended) return;
    this.#terminating = true;
    this.#clearTimers();
    const jobs = [...this.#jobs];
    this.#jobs.clear();
    this.#hosted.ref();
    this.#hosted.terminate();
    const begun = jobs.filter(([id]) => !this.#recall(id)).map(([, job]) => job);
    this.#owner.returned(jobs.map(([, job]) => job).filter((job) => !begun.includes(job)));
    for (const job of begun) job.reject(new WorkerExitedError(job.task.name, 1));
    if (begun.length > 0) this.#burn();
    // A task may have left something behind that keeps the thread busy.
    else if (this.#host.burns) this.#farewell = setTimeout(() => this.#burn(), farewellMs);
  }

  /** The thread goes on although it was told to end. Where that can last, nobody waits for it. */
  #burn(): void {
    this.#burning = true;
    if (!this.#host.burns) return;
    this.#hosted.unref();
    this.#owner.burning();
  }

  received(message: FromThread): void {
    if (message.kind === "ready") {
      this.#becomeReady();
      return;
    }
    if (message.kind === "broken") {
      this.#owner.broken(decodeThrown(message.error));
      this.terminate();
      return;
    }
    const job = this.#jobs.get(message.id);
    if (job === undefined) return;
    if (this.#stopping === message.id) {
      clearTimeout(this.#grace);
      this.#stopping = undefined;
    }
    this.#gaveBack = false;
    if (message.kind === "fulfilled") job.fulfil(job.chunked ? decodeOutcome(message.value) : message.value);
    else if (message.kind === "rejected") job.reject(decodeThrown(message.error));
    else job.stopped();
    this.served += 1;
    this.#owner.completed();
    this.#remove(message.id);
  }

  exited(code: number, error?: { readonly thrown: unknown }): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#clearTimers();
    const options = error === undefined ? undefined : { cause: error.thrown };
    const jobs = [...this.#jobs];
    this.#jobs.clear();
    if (!this.#ready && !this.#terminating && this.#initialized) {
      this.#owner.broken(new WorkerExitedError("initializer", code, options));
    }
    if (error !== undefined && jobs.length === 0 && !this.#terminating) {
      console.error("A worker ended while no task ran on it, through:", error.thrown);
    }
    const again: Job[] = [];
    for (const [id, job] of jobs) {
      if (!this.#ready) job.stillbirths += 1;
      const retry = this.#recall(id) && job.stillbirths < mostStillbirths && !job.moved;
      if (retry) again.push(job);
      else if (job.ending !== undefined) job.stopped();
      else job.reject(new WorkerExitedError(job.task.name, code, options));
    }
    this.#owner.exited(this, again);
  }

  #clearTimers(): void {
    clearTimeout(this.#look);
    clearTimeout(this.#farewell);
    clearTimeout(this.#grace);
  }

  #remove(id: number): void {
    this.#jobs.delete(id);
    if (this.busy) {
      this.#markRunning();
      this.#owner.advanced();
    } else if (!this.#terminating) {
      this.#hosted.unref();
      this.#owner.freed(this);
    }
  }

  /** The job whose turn it is has begun, or is about to. */
  #markRunning(): void {
    const [next] = this.#jobs;
    if (next === undefined) return;
    const [id, job] = next;
    if (job.future.state !== "pending") return;
    this.turnSince = performance.now();
    if (!job.started()) {
      this.#recall(id);
      this.#remove(id);
    }
  }

  #recall(id: number): boolean {
    return moveJob(this.#slots, id, jobState.waiting, jobState.recalled);
  }

  #idOf(job: Job): number | undefined {
    for (const [id, candidate] of this.#jobs) if (candidate === job) return id;
    return undefined;
  }
}

/** What all workers of one executor have in common. */
export interface PoolWorkerSettings {
  readonly host: WorkerHost;
  readonly graceMs: number;
  readonly initializer: RemoteCall | undefined;
  readonly resourceLimits: ResourceLimits | undefined;
}

/** The executor that a worker belongs to. */
export interface PoolWorkerOwner {
  /** The worker has no more jobs. */
  freed(worker: PoolWorker): void;
  /** A worker came to its next job, and can take another one behind it. */
  advanced(): void;
  /** These jobs have not begun, and their worker will not run them. */
  returned(jobs: readonly Job[]): void;
  /** A job was answered. */
  completed(): void;
  /** The initializer failed. */
  broken(cause: unknown): void;
  /** A worker that was told to end may go on for ever. */
  burning(): void;
  /** The thread has ended, and has not begun these jobs. */
  exited(worker: PoolWorker, again: readonly Job[]): void;
}

/** A thread without a job that has not answered in this time, when told to end, must be busy with something else. */
const farewellMs = 2_000;
/** How often a thread that was given a job while it starts is looked at. */
const lookMs = 10;
/** So many jobs can be on a thread at a time. */
const mostJobs = 64;
/** A job whose workers keep dying before they are ready is given up. */
const mostStillbirths = 3;
