import { Patience, spin } from "./patience.ts";
import type { PoolWorker } from "./pool-worker.ts";
import { workerHost } from "./worker-host.ts";

/**
 * Looks for the answers of short jobs right after they were submitted, once the code that did so awaits them. That
 * saves waking this thread, which takes ten times as long as such a job. It never goes on for long without a turn of
 * the event loop, and leaves a core to each worker that has something to do.
 */
export class Lookout {
  readonly #workers: ReadonlySet<PoolWorker>;
  readonly #parallelism: number;
  readonly #spinning = new Patience();
  readonly #parking = new Patience();
  #isComing = false;
  #mayGoOn: number | undefined;

  constructor(workers: ReadonlySet<PoolWorker>, parallelism: number) {
    this.#workers = workers;
    this.#parallelism = parallelism;
  }

  /** Looks when the code that runs now has ended. */
  soon(): void {
    if (this.#isComing) return;
    this.#isComing = true;
    queueMicrotask(() => this.#look());
  }

  #look(): void {
    this.#isComing = false;
    const workers: PoolWorker[] = [];
    for (const worker of this.#workers) if (worker.busy) workers.push(worker);
    if (workers.length === 0 || this.#isOverdue()) return;
    for (const worker of workers) worker.watch();
    this.#wait(workers);
    for (const worker of workers) {
      do worker.collect();
      while (!worker.sleep());
    }
  }

  #wait(workers: readonly PoolWorker[]): void {
    const hasAnswer = (): boolean => workers.some((worker) => worker.hasAnswer);
    const [first] = workers;
    if (hasAnswer()) return;
    if (workers.length < this.#parallelism && this.#spinning.isWorthIt) {
      this.#spinning.tried(spin(hasAnswer, spinMs));
    } else if (workers.length === 1 && first !== undefined && this.#parking.isWorthIt) {
      first.park(parkMs);
      this.#parking.tried(hasAnswer());
    }
  }

  /** Whether the event loop has not turned for too long, as far as can be seen. */
  #isOverdue(): boolean {
    const now = performance.now();
    if (this.#mayGoOn !== undefined) return now > this.#mayGoOn;
    this.#mayGoOn = now + turnMs;
    workerHost().later(0, () => {
      this.#mayGoOn = undefined;
    });
    return false;
  }
}

/** As long as waking a thread would take. */
const spinMs = 0.05;
/** Asleep, this thread costs nobody anything but the event loop's time. */
const parkMs = 0.1;
/** The event loop turns at least so often. */
const turnMs = 1;
