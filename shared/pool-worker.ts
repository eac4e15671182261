import { decodeOutcome } from "./chunk.ts";
import { decodeThrown, encodeThrown } from "./error-codec.ts";
import type { Job } from "./job.ts";
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
  /** Whether the job that runs was asked to stop. */
  #aborting = false;
  /** Whether a job was taken back from behind the one that runs: that one is a long one. */
  #gaveBack = false;
  #grace: ReturnType<typeof setTimeout> | undefined;

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

  /** How many jobs wait behind the one that has its turn: none or one. */
  get ahead(): number {
    if (this.#jobs.size < 2) return 0;
    const [, [id] = [0]] = this.#jobs;
    return isJob(this.#slots, id, jobState.waiting) ? 1 : 0;
  }

  /** Whether it can take a job behind the one that runs. */
  get hasRoomAhead(): boolean {
    return this.#jobs.size === 1 && this.#ready && !this.#gaveBack && !this.#aborting && !this.#terminating;
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
    return true;
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
      this.#remove(id);
      job.stopped();
      return;
    }
    this.#aborting = true;
    this.#hosted.post({ kind: "abort", id, reason: encodeThrown(reason) });
    moveJob(this.#slots, id, jobState.running, jobState.aborted);
    this.#grace = setTimeout(() => {
      job.stopped();
      this.terminate();
    }, this.#graceMs);
  }

  /** Ends the thread, whatever it does. */
  terminate(): void {
    if (this.#terminating || this.#ended) return;
    this.#terminating = true;
    clearTimeout(this.#grace);
    const jobs = [...this.#jobs];
    this.#jobs.clear();
    this.#hosted.ref();
    this.#hosted.terminate();
    for (const [id, job] of jobs) {
      if (this.#recall(id)) {
        this.#owner.returned(job);
      } else {
        job.reject(new WorkerExitedError(job.task.name, 1));
        this.#burn();
      }
    }
    // A task may have left something behind that keeps the thread busy.
    if (this.#host.burns && !this.#burning) this.#grace = setTimeout(() => this.#burn(), farewellMs);
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
      this.#ready = true;
      this.#markRunning();
      this.#owner.advanced();
      return;
    }
    if (message.kind === "broken") {
      this.#owner.broken(decodeThrown(message.error));
      this.terminate();
      return;
    }
    const job = this.#jobs.get(message.id);
    if (job === undefined) return;
    clearTimeout(this.#grace);
    this.#aborting = false;
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
    clearTimeout(this.#grace);
    const options = error === undefined ? undefined : { cause: error.thrown };
    const jobs = [...this.#jobs];
    this.#jobs.clear();
    this.#owner.exited(this);
    if (!this.#ready && !this.#terminating && this.#initialized) {
      this.#owner.broken(new WorkerExitedError("initializer", code, options));
    }
    if (error !== undefined && jobs.length === 0 && !this.#terminating) {
      console.error("A worker ended while no task ran on it, through:", error.thrown);
    }
    for (const [id, job] of jobs) {
      if (!this.#ready) job.stillbirths += 1;
      const retry = this.#recall(id) && job.stillbirths < mostStillbirths && !job.moved;
      if (retry) this.#owner.returned(job);
      else if (job.ending !== undefined) job.stopped();
      else job.reject(new WorkerExitedError(job.task.name, code, options));
    }
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
  /** The job has not begun, and its worker will not run it. */
  returned(job: Job): void;
  /** A job was answered. */
  completed(): void;
  /** The initializer failed. */
  broken(cause: unknown): void;
  /** A worker that was told to end may go on for ever. */
  burning(): void;
  /** The thread has ended. */
  exited(worker: PoolWorker): void;
}

/** A thread without a job that has not answered in this time, when told to end, must be busy with something else. */
const farewellMs = 2_000;
/** So many jobs can be on a thread at a time. */
const mostJobs = 64;
/** A job whose workers keep dying before they are ready is given up. */
const mostStillbirths = 3;
