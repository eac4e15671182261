import { decodeThrown, encodeThrown } from "../line/error-codec.ts";
import { ExecutorEnd, lineMemory } from "../line/executor-end.ts";
import {
  type Answer,
  enterJob,
  type FromThread,
  isJob,
  jobState,
  moveJob,
  type RemoteCall,
  windowSize,
} from "../line/thread-protocol.ts";
import { refuseUncloneable } from "../line/uncloneable.ts";
import type { TaskAddress } from "../task.ts";
import { decodeOutcome } from "../thread/chunk.ts";
import { refuseTooDeep, threadDepth } from "../thread/thread-depth.ts";
import { longestTimer } from "../waiting/longest-timer.ts";
import { now } from "../waiting/now.ts";
import { startTimer, stopTimer, type Timer } from "../waiting/timer.ts";
import { WorkerExitedError } from "../worker-exited-error.ts";
import { type InitializerOptions, limitInitializer } from "./initializer-limit.ts";
import type { Job } from "./job.ts";
import { JobWindow } from "./job-window.ts";
import { ProcessHold } from "./process-hold.ts";
import type { HostedWorker, ResourceLimits, WorkerHost, WorkerListener } from "./worker-host.ts";

/**
 * One worker thread of an executor, and the jobs that are on it: the one that runs, and others that wait behind it, so
 * that the thread need not wait for the executor between two. It settles the futures of the jobs that began; the
 * others it gives back, when it is asked to or when the thread ends.
 */
export class PoolWorker implements WorkerListener {
  /** How many jobs it has answered. */
  served = 0;
  /** When it last became idle, by `now()`. */
  idleSince = 0;
  /** Since when jobs wait behind the one that runs now, by `now()`. */
  waitingSince = 0;
  readonly #owner: PoolWorkerOwner;
  readonly #host: WorkerHost;
  readonly #graceMs: number;
  readonly #slots = new Int32Array(new SharedArrayBuffer(4 * windowSize));
  /** The job whose turn it was at the last {@link mark}, 0 for none. */
  #marked = 0;
  /** At how many marks in a row it had been that one before. */
  #marks = 0;
  readonly #worked = new Float64Array(new SharedArrayBuffer(2 * 8));
  #workedBefore = 0;
  readonly #hosted: HostedWorker;
  readonly #hold: ProcessHold;
  readonly #line: ExecutorEnd;
  readonly #jobs = new JobWindow();
  readonly #initialized: boolean;
  #stage: Stage = "starting";
  /** Whether jobs were taken back from behind the one that runs: that one is a long one, or nothing waits long there. */
  #gaveBack = false;
  /** Whether it has to catch up with what it was sent before it can be called idle. */
  #behind = false;
  #isHearing = false;
  /** Whether arguments are being cloned. A getter of theirs may do anything, but nothing else gets onto the line meanwhile. */
  #isCloning = false;
  /** The job that was asked to stop, and has a little time to do so by itself. */
  #stopping: number | undefined;
  #grace: Timer | undefined;
  #farewell: Timer | undefined;
  #look: Timer | undefined;
  #unlimitInitializer: (() => void) | undefined;
  /** While the thread was asked whether it still listens, and has not answered. */
  #cancelCheck: (() => void) | undefined;

  /** @param tasks what the thread will probably be asked for first: it begins to load that as soon as it is up */
  constructor(owner: PoolWorkerOwner, settings: PoolWorkerSettings, tasks: readonly TaskAddress[]) {
    this.#owner = owner;
    this.#host = settings.host;
    this.#graceMs = settings.graceMs;
    this.#initialized = settings.initializer !== undefined;
    refuseTooDeep();
    refuseUncloneable(settings.initializer?.args);
    const memory = lineMemory(settings.host.parallelism > 1);
    this.#hosted = settings.host.spawn(
      {
        memory,
        slots: this.#slots,
        worked: this.#worked,
        depth: threadDepth() + 1,
        tasks,
        initializer: settings.initializer,
      },
      this,
      settings.resourceLimits,
    );
    this.#hold = new ProcessHold(settings.host, this.#hosted, () => this.isAwaited);
    this.#line = new ExecutorEnd(
      memory,
      tasks,
      (message, transfer) => this.#hosted.post(message, transfer),
      () => this.#hear(),
      settings.host.isProxy,
      settings.host.listens ? () => this.#owner.answered(this) : undefined,
    );
    this.#line.leave(false);
    this.#unlimitInitializer =
      settings.initializerOptions &&
      limitInitializer(
        settings.initializerOptions,
        settings.host,
        () => this.#worked[1] === 1,
        (reason) => this.#break(reason),
      );
  }

  /** Whether it has jobs. */
  get busy(): boolean {
    return this.#jobs.size > 0;
  }

  /** Whether something is to come from it: answers, or word that it has caught up. */
  get isAwaited(): boolean {
    return this.busy || this.#behind;
  }

  /** Whether it was told to end. */
  get ending(): boolean {
    return this.#isTold;
  }

  /** How many jobs are on it. */
  get load(): number {
    return this.#jobs.size;
  }

  /** How many of its jobs have not begun. */
  get waiting(): number {
    this.#jobs.pass((id) => !isJob(this.#slots, id, jobState.waiting));
    // The first one's turn has come, whether the thread has heard of it or not.
    return Math.max(0, this.#jobs.size - Math.max(1, this.#jobs.passed));
  }

  /** Whether it was told to end in the middle of a job, or long ago, and has not. */
  get burning(): boolean {
    return this.#stage === "burning";
  }

  /** To be called every millisecond, by whoever asks whether it {@link lasts}. */
  mark(): void {
    const id = this.#jobs.oldest?.id ?? 0;
    this.#marks = id > 0 && id === this.#marked ? this.#marks + 1 : 0;
    this.#marked = id;
  }

  /** Whether the job whose turn it is was so at the last two marks, or the thread takes long to start. */
  get lasts(): boolean {
    return (
      this.#marks >= (this.#stage === "starting" ? startMarks : 1) && this.#jobs.oldest?.id === this.#marked
    );
  }

  /** Whether it can take a job behind the one that runs, up to so many in all. */
  hasRoomAhead(most: number): boolean {
    const { size } = this.#jobs;
    return (
      size > 0 &&
      size < most &&
      this.#jobs.hasRoom &&
      this.#stage === "ready" &&
      !this.#gaveBack &&
      this.#stopping === undefined &&
      !this.#isCloning &&
      this.#line.hasRoom
    );
  }

  /** Gives the job to the thread; `false` if its arguments cannot be cloned, and it has been rejected for that. */
  run(job: Job): boolean {
    const id = this.#jobs.next;
    enterJob(this.#slots, id);
    const wasBusy = this.busy;
    this.#isCloning = true;
    try {
      if (job.scope === undefined) this.#call(id, job);
      else job.scope.runInAsyncScope(() => this.#call(id, job));
    } catch (error) {
      this.#isCloning = false;
      this.#jobs.skip();
      job.reject(error);
      if (wasBusy && !this.busy) this.#advance();
      return false;
    }
    this.#isCloning = false;
    if (this.#jobs.size === 0) this.#hold.begin();
    else if (this.#jobs.size === 1) this.waitingSince = now();
    this.#jobs.add(job);
    job.worker = this;
    if (this.#stage === "starting") this.#lookLater();
    else if (this.#jobs.size === 1) this.#markRunning();
    // A getter of its own arguments may have cancelled it.
    if (job.settled) this.abort(job, job.ending?.reason);
    return true;
  }

  #call(id: number, { task: { address, options }, args, chunked }: Job): void {
    this.#line.call(id, address, { args, chunked, transfer: options.transfer });
  }

  /** A busy thread's "ready" may lie in it until the job ends (Deno 2.7): the slot tells as soon as one has begun. */
  #lookLater(): void {
    stopTimer(this.#look);
    this.#look = startTimer(() => {
      const { oldest } = this.#jobs;
      if (this.#stage !== "starting" || oldest === undefined) return;
      if (isJob(this.#slots, oldest.id, jobState.running)) this.#becomeReady();
      else this.#lookLater();
    }, lookMs);
  }

  #becomeReady(): void {
    if (this.#stage !== "starting") return;
    this.#endStart();
    this.#markRunning();
    this.#owner.advanced();
  }

  #endStart(): void {
    this.#stage = "ready";
    stopTimer(this.#look);
    this.#unlimitInitializer?.();
  }

  /** Settles the futures of the jobs that the thread has answered. `true` if there were any. */
  collect(): boolean {
    let answered = 0;
    for (let answer = this.#line.next(); answer !== undefined; answer = this.#line.next()) {
      this.#settle(answer);
      answered += 1;
    }
    if (answered === 0) return false;
    this.#line.release();
    if (this.#stage === "starting") this.#endStart();
    this.#gaveBack = false;
    this.served += answered;
    const worked = this.#worked[0] ?? 0;
    this.#owner.completed(answered, worked - this.#workedBefore);
    this.#workedBefore = worked;
    this.#advance();
    return true;
  }

  /** Whether {@link collect} would find something. */
  get hasAnswer(): boolean {
    return this.#line.hasAnswer;
  }

  /** The executor looks for answers by itself until it says that it {@link sleep}s. */
  watch(): void {
    this.#line.stay();
  }

  /**
   * From now on the thread sends a message when it has answered. `false` if it already has.
   *
   * @param patient when it has answered most of many will do, or when the executor looks by itself
   */
  sleep(patient: boolean): boolean {
    return this.#line.leave(patient);
  }

  /** Whether the thread has begun with the job whose turn it is, as far as it is expected to. */
  get hasBegun(): boolean {
    const { oldest } = this.#jobs;
    if (this.#stage !== "ready" || oldest === undefined) return true;
    return !isJob(this.#slots, oldest.id, jobState.waiting);
  }

  /** Wakes the thread once more if it has not begun. */
  nudge(): void {
    if (!this.hasBegun) this.#line.nudge();
  }

  /** Blocks this thread until the worker answers, or the time is over. */
  park(ms: number): void {
    this.#line.park(ms);
  }

  /** The job that waits for the initializer, which may never end. */
  get uninitialized(): Job | undefined {
    return this.#initialized && this.#stage === "starting" ? this.#jobs.oldest : undefined;
  }

  /** Takes back the later half of the jobs that wait behind the one that runs, as far as they have not begun. */
  giveBack(all = false): Job[] {
    if (this.#jobs.size < 2) return [];
    const waiting = [...this.#jobs].slice(1);
    const back: Job[] = [];
    for (const [id, job] of all ? waiting : waiting.slice(Math.floor(waiting.length / 2))) {
      if (!this.#recall(id)) continue;
      this.#jobs.delete(id);
      job.worker = undefined;
      back.push(job);
    }
    if (back.length > 0) this.#gaveBack = true;
    return back;
  }

  /** Makes the job end: at once if it has not begun, after the grace with the whole thread if it does not listen. */
  abort(job: Job, reason: unknown): void {
    const { id } = job;
    if (this.#jobs.get(id) !== job) return;
    if (this.#recall(id)) {
      // The thread still has to pass it by: many that come and go must not pile up behind a long job.
      this.#gaveBack = this.#jobs.size > 1;
      const isLate = this.#stage !== "starting" && this.#jobs.oldest === job;
      this.#jobs.delete(id);
      this.#advance();
      job.stopped();
      if (isLate) this.#checkUp();
      return;
    }
    this.#line.abort({ kind: "abort", id, reason: encodeThrown(reason) });
    moveJob(this.#slots, id, jobState.running, jobState.aborted);
    if (!this.#clearBehind(id)) return;
    this.#stopping = id;
    if (this.#graceMs > longestTimer) return;
    const latest = now() + this.#graceMs + stopMs;
    const giveUp = (): void => {
      while (this.#hear());
      this.#owner.answered(this);
      if (this.#stopping !== id) return;
      // It has ended, and its answer is still being cloned, which may not end either.
      if (this.#line.hasMore && now() < latest) {
        this.#grace = startTimer(giveUp, 1);
        return;
      }
      job.stopped();
      this.terminate();
    };
    this.#grace = startTimer(giveUp, this.#graceMs);
  }

  /** The thread should have begun with a job, and has not: what another one left behind may keep it busy for ever. */
  #checkUp(): void {
    if (this.#cancelCheck !== undefined || this.#isTold) return;
    this.#line.catchUp();
    const { served } = this;
    const look = (): void => {
      if (this.#cancelCheck === undefined) return;
      this.#cancelCheck = undefined;
      const { oldest } = this.#jobs;
      // One that has begun with a job since then hears nothing either.
      if (this.served > served || (oldest && !isJob(this.#slots, oldest.id, jobState.waiting))) return;
      this.#owner.notIdle(this);
      this.terminate(stopMs);
    };
    // If this thread was busy itself, the answer may have arrived by now.
    this.#cancelCheck = this.#host.later(farewellMs, () => this.#host.turn(look));
  }

  /**
   * Takes back the jobs behind the one that is to stop, since that may cost the thread; `false` if one of them has
   * begun: then the other one has ended, and its answer is on the way.
   */
  #clearBehind(id: number): boolean {
    const jobs = this.giveBack(true);
    if (jobs.length > 0) this.#owner.returned(jobs);
    return this.#jobs.last === id;
  }

  /** Ends the thread if it has no job. */
  retire(): void {
    if (!this.busy && !this.#isCloning) this.terminate();
  }

  /**
   * Ends the thread, whatever it does.
   *
   * @param waitMs how long a thread that runs neither a job nor its initializer may take for that
   */
  terminate(waitMs: number = farewellMs): void {
    if (this.#isTold) return;
    const mayInitialize = this.#initialized && this.#stage === "starting";
    this.#stage = "stopping";
    this.#clearTimers();
    this.collect();
    const jobs = this.#jobs.drain();
    // What holds the process from here on is the timer: Bun lets go of no worker after its `terminate`.
    this.#hold.end();
    this.#hosted.terminate();
    const begun = jobs.filter(([id]) => !this.#recall(id)).map(([, job]) => job);
    this.#owner.returned(jobs.map(([, job]) => job).filter((job) => !begun.includes(job)));
    for (const job of begun) job.reject(new WorkerExitedError(job.task.name, 1));
    if (begun.length > 0) this.#stage = "burning";
    this.#farewell = startTimer(() => this.#giveUp(), begun.length > 0 || mayInitialize ? stopMs : waitMs);
  }

  /** Its executor has ended, and does not wait for a thread that goes on. */
  letGo(): void {
    this.#hosted.letGo?.();
  }

  /** The thread goes on although it was told to end: nobody waits for it any longer. */
  #giveUp(): void {
    this.#stage = "burning";
    this.#owner.gaveUp(this);
  }

  received(message: FromThread): void {
    if (message.kind === "ready") {
      this.#becomeReady();
      return;
    }
    if (message.kind === "broken") {
      this.#break(decodeThrown(message.error));
      return;
    }
    if (message.kind === "caughtUp") {
      this.#cancelCheck?.();
      this.#cancelCheck = undefined;
      if (this.#behind) this.#caughtUp();
    } else if (message.kind !== "wake") {
      this.#line.receive(message);
    }
    if (!this.#isHearing) this.#owner.answered(this);
  }

  /** The initializer has failed. */
  #break(cause: unknown): void {
    if (this.#stage !== "starting") return;
    this.#owner.broken(cause);
    this.terminate();
  }

  #caughtUp(): void {
    this.#behind = false;
    if (!this.busy) this.#advance();
  }

  misheard(error: unknown): void {
    this.#line.fail(error);
    if (!this.#isHearing) this.#owner.answered(this);
  }

  /** Hears the next message before the event loop does, for whoever is about to collect. */
  #hear(): boolean {
    if (this.#hosted.hear === undefined) return false;
    this.#isHearing = true;
    try {
      return this.#hosted.hear();
    } finally {
      this.#isHearing = false;
    }
  }

  #settle(answer: Answer): void {
    const { id } = answer;
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    this.#jobs.delete(id);
    if (this.#stopping === id) {
      stopTimer(this.#grace);
      this.#stopping = undefined;
    }
    if (answer.kind === "fulfilled") job.fulfil(job.chunked ? decodeOutcome(answer.value) : answer.value);
    else if (answer.kind === "rejected") job.reject(decodeThrown(answer.error));
    else job.stopped();
  }

  exited(code: number, error?: { readonly thrown: unknown }): void {
    if (this.#stage === "ended") return;
    const wasTold = this.#isTold;
    const wasStarting = this.#stage === "starting";
    this.#stage = "ended";
    this.#clearTimers();
    const hasStarted = this.collect() || !wasStarting;
    this.#line.end();
    const options = error === undefined ? undefined : { cause: error.thrown };
    const jobs = this.#jobs.drain();
    if (!hasStarted && !wasTold && this.#initialized) {
      this.#owner.broken(new WorkerExitedError("initializer", code, options));
    }
    if (error !== undefined && jobs.length === 0 && !wasTold) {
      console.error("A worker ended while no task ran on it, through:", error.thrown);
    }
    const again: Job[] = [];
    const [first] = jobs;
    for (const [id, job] of jobs) {
      // Its module may have ended the thread while it was loaded ahead.
      const isSuspect = !hasStarted || (this.served === 0 && id === first?.[0]);
      const isHopeless = isSuspect && job.stillborn() === mostStillbirths;
      const retry = this.#recall(id) && !isHopeless && !job.moved;
      if (retry) again.push(job);
      else if (job.ending !== undefined) job.stopped();
      else job.reject(new WorkerExitedError(job.task.name, code, options));
    }
    this.#owner.exited(this, again);
  }

  /** Whether it was told to end, or has ended. */
  get #isTold(): boolean {
    return this.#stage !== "starting" && this.#stage !== "ready";
  }

  #clearTimers(): void {
    stopTimer(this.#look);
    stopTimer(this.#farewell);
    stopTimer(this.#grace);
    this.#unlimitInitializer?.();
    this.#cancelCheck?.();
  }

  /** Some of its jobs are gone. */
  #advance(): void {
    if (this.busy) {
      if (this.#jobs.size > 1) this.waitingSince = now();
      this.#markRunning();
      this.#owner.advanced();
    } else if (this.#isTold || this.#behind || this.#isCloning) {
      return;
    } else if (this.#line.isBehind) {
      this.#behind = true;
      this.#line.catchUp();
    } else {
      this.#hold.endSoon();
      this.#owner.freed(this);
    }
  }

  /** The job whose turn it is has begun, or is about to. */
  #markRunning(): void {
    for (let job = this.#jobs.oldest; job?.future.state === "pending"; job = this.#jobs.oldest) {
      if (job.started()) return;
      this.#recall(job.id);
      this.#jobs.delete(job.id);
    }
  }

  #recall(id: number): boolean {
    return moveJob(this.#slots, id, jobState.waiting, jobState.recalled);
  }
}

/** Where a worker stands. `burning`: it was told to end in the middle of a job, or long ago, and has not. */
type Stage = "starting" | "ready" | "stopping" | "burning" | "ended";

/** What all workers of one executor have in common. */
export interface PoolWorkerSettings {
  readonly host: WorkerHost;
  readonly graceMs: number;
  readonly initializer: RemoteCall | undefined;
  readonly initializerOptions: InitializerOptions | undefined;
  readonly resourceLimits: ResourceLimits | undefined;
}

/** The executor that a worker belongs to. */
export interface PoolWorkerOwner {
  /** It has answers that nobody has collected. */
  answered(worker: PoolWorker): void;
  /** The worker has no more jobs. */
  freed(worker: PoolWorker): void;
  /** A worker came to its next job, and can take another one behind it. */
  advanced(): void;
  /** These jobs have not begun, and their worker will not run them. */
  returned(jobs: readonly Job[]): void;
  /** So many more jobs were answered, which took the thread so long. */
  completed(jobs: number, ms: number): void;
  /** The initializer failed. */
  broken(cause: unknown): void;
  /** The worker has not heard anything for long, though it was to take a job: it is about to be ended. */
  notIdle(worker: PoolWorker): void;
  /** The worker was told to end and has not: it may go on for ever. */
  gaveUp(worker: PoolWorker): void;
  /** The thread has ended, and has not begun these jobs. */
  exited(worker: PoolWorker, again: readonly Job[]): void;
}

/** A thread with a job that has not ended in this time, when told to, cannot be stopped: it is in a native call, say. */
const stopMs = 100;
/** A thread without a job that has not answered in this time must be busy with something else. */
const farewellMs = 2_000;
/** How often a thread that was given a job while it starts is looked at. */
const lookMs = 10;
/** At so many marks a thread without an initializer has started. */
const startMarks = 50;
/** A job whose workers keep dying before any has ended is given up. */
const mostStillbirths = 3;
