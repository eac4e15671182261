import { now } from "../waiting/now.ts";
import { enoughToSeek, Patience, rowMs, seekMs, spinMs } from "../waiting/patience.ts";
import { soon } from "../waiting/promises.ts";
import type { PoolWorker } from "./pool-worker.ts";
import type { WorkerHost } from "./worker-host.ts";

/**
 * Decides how an executor hears of answers. Waking a thread takes ten times as long as a short job, so:
 *
 * - when jobs follow close on others, once the code that submitted them awaits them, it looks for their answers for a
 *   moment, and goes on as long as some come; but it never does for long without a turn of the event loop, and it leaves
 *   a core to each worker that has something to do;
 * - if workers were woken and have not begun, again and again, it stays awake for longer, so that the system gives one of
 *   the two another core;
 * - workers with hundreds of short jobs let it sleep until they have made most of them, or for a millisecond;
 * - else they send a message.
 */
export class Lookout {
  readonly #workers: ReadonlySet<PoolWorker>;
  readonly #host: WorkerHost;
  readonly #spinning = new Patience();
  readonly #parking = new Patience();
  readonly #seeking = new Patience();
  /** When it last left it to the workers to say that there are answers. */
  #slept = Number.NEGATIVE_INFINITY;
  /** Whether jobs follow so close on others that a worker may still be awake, or soon will be for the next one. */
  #isInRow = false;
  /** How often in such a row a worker has not begun when it was looked for. */
  #lateStarts = 0;
  /** Since when it has stayed awake so that a worker gets another core. */
  #seeksSince: number | undefined;
  #isComing = false;
  /** When the event loop has to turn before it goes on. */
  #turnBy = 0;
  #cancelDoze: (() => void) | undefined;
  #cancelGuard: (() => void) | undefined;
  #ended = false;
  readonly #lookNow = (): void => this.#look();

  constructor(workers: ReadonlySet<PoolWorker>, host: WorkerHost) {
    this.#workers = workers;
    this.#host = host;
  }

  /** Looks when the code that runs now has ended. */
  soon(): void {
    if (this.#isComing) return;
    this.#isComing = true;
    this.#isInRow = now() - this.#slept <= rowMs;
    if (!this.#isInRow) this.#lateStarts = 0;
    this.#guard();
    soon(this.#lookNow);
  }

  /** Collects what these workers have answered, and leaves it to them to say when there is more. */
  collect(workers: readonly PoolWorker[]): void {
    let found = false;
    let end: number | undefined;
    const awake: PoolWorker[] = [];
    for (const worker of workers) {
      while (true) {
        if (worker.collect()) found = true;
        if (worker.sleep(found && this.#mayDoze(worker))) break;
        end ??= now() + turnMs;
        if (now() < end) continue;
        awake.push(worker);
        break;
      }
    }
    // Answers that come as fast as they are collected: what else waits is not to wait for the last of them.
    if (awake.length > 0) this.#host.turn(() => this.collect(awake));
    this.#slept = now();
    this.#guard();
  }

  /** There is nothing more to come: leaves no timer behind. */
  end(): void {
    this.#ended = true;
    this.#cancelDoze?.();
    this.#cancelGuard?.();
  }

  /** Looks by itself now and then while there are jobs, so that nothing hangs on one event that a runtime has lost. */
  #guard(): void {
    if (this.#cancelGuard !== undefined || this.#ended) return;
    this.#cancelGuard = this.#host.later(guardMs, () => {
      this.#cancelGuard = undefined;
      const awaited = [...this.#workers].filter((worker) => worker.isAwaited);
      if (awaited.length === 0) return;
      // What was lost may be the turn after which it was to look.
      this.#isComing = false;
      for (const worker of awaited) worker.nudge();
      this.collect(awaited);
    });
  }

  #look(): void {
    const workers: PoolWorker[] = [];
    for (const worker of this.#workers) if (worker.busy) workers.push(worker);
    for (const worker of workers) worker.watch();
    if (now() > this.#turnBy) {
      this.#lookAfterTurn();
      return;
    }
    const waited = workers.length > 0 && this.#wait(workers);
    if (waited) this.#lateStarts = 0;
    if (!waited && this.#seeksCore(workers)) {
      this.#lookAfterTurn();
      return;
    }
    this.#endSeeking();
    this.#isComing = false;
    this.collect(workers);
    if (waited && workers.some((worker) => worker.busy)) this.soon();
  }

  #lookAfterTurn(): void {
    this.#host.turn(() => {
      this.#turnBy = now() + turnMs;
      this.#look();
    });
  }

  /**
   * Whether to stay awake although that was in vain. A worker that was woken and has not begun shares this core, where
   * the system leaves it unless both are busy for a while.
   */
  #seeksCore(workers: readonly PoolWorker[]): boolean {
    if (workers.length >= this.#host.parallelism || workers.every((worker) => worker.hasBegun)) return false;
    if (this.#seeksSince !== undefined) return now() < this.#seeksSince + seekMs;
    this.#lateStarts += 1;
    if (this.#lateStarts < enoughToSeek || !this.#seeking.isWorthIt) return false;
    this.#seeksSince = now();
    return true;
  }

  /** What it took counts as spent even if the answer came: the worker may have got no core, but its turn on this one. */
  #endSeeking(): void {
    if (this.#seeksSince === undefined) return;
    this.#seeking.tried(false, now() - this.#seeksSince);
    this.#seeksSince = undefined;
  }

  /** Whether waiting was of use. */
  #wait(workers: readonly PoolWorker[]): boolean {
    const hasAnswer = (): boolean => workers.some((worker) => worker.hasAnswer);
    if (workers.length < this.#host.parallelism) {
      return hasAnswer() || (this.#isInRow && this.#spinning.spin(hasAnswer, spinMs));
    }
    const [worker] = workers;
    if (this.#host.parallelism > 1 || workers.length > 1 || worker === undefined) return false;
    if (hasAnswer()) return true;
    const { yieldCore } = this.#host;
    if (yieldCore !== undefined && this.#spinning.spin(hasAnswer, spinMs, yieldCore)) return true;
    if (!this.#parking.isWorthIt) return false;
    worker.park(parkMs);
    return this.#parking.tried(worker.hasAnswer, parkMs);
  }

  /** Whether the worker has so many short jobs that nobody misses their first answers, for at most a millisecond. */
  #mayDoze(worker: PoolWorker): boolean {
    if (worker.load < manyJobs) return false;
    if (this.#cancelDoze !== undefined) return true;
    this.#cancelDoze = this.#host.later(dozeMs, () => {
      this.#cancelDoze = undefined;
      this.collect([...this.#workers]);
    });
    return true;
  }
}

/**
 * On a single core the worker runs only while this thread sleeps, or yields. Longer than a tick of the system's own clock: waking
 * earlier would need another timer, which costs more than the way to the worker and back.
 */
const parkMs = 5;
/** The event loop turns at least so often. */
const turnMs = 1;
/** Only short jobs come in such numbers: see `WaitingJobs`. */
const manyJobs = 200;
const dozeMs = 1;
const guardMs = 100;
