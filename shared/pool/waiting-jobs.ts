import { now } from "../waiting/now.ts";
import type { Job } from "./job.ts";
import { JobQueue } from "./job-queue.ts";
import type { PoolWorker } from "./pool-worker.ts";

/**
 * The jobs of a pool that have not begun. The first of them wait on the busy workers, behind the job that runs on each,
 * which saves the thread the way to us and back: one if jobs are long, up to a thousand if they are short. None stays
 * there while another worker is idle and of use, nor behind a job that turns out to be long. The others wait in a queue.
 */
export class WaitingJobs {
  readonly #workers: ReadonlySet<PoolWorker>;
  readonly #isAheadAllowed: boolean;
  readonly #queue = new JobQueue();
  /** How long a job takes, as far as the last ones tell, in milliseconds. */
  #paceMs = Number.POSITIVE_INFINITY;
  /** So many jobs were answered lately. */
  #lateJobs = 0;
  /** What they took in all. One thread that the system lets stand for a moment hardly shows in that. */
  #lateMs = 0;

  /** @param isAheadAllowed whether jobs may wait on the workers at all */
  constructor(workers: ReadonlySet<PoolWorker>, isAheadAllowed: boolean) {
    this.#workers = workers;
    this.#isAheadAllowed = isAheadAllowed;
  }

  /** How many wait in the queue. */
  get queued(): number {
    return this.#queue.size;
  }

  /** How many there are, in the queue and on the workers. */
  get count(): number {
    let count = this.#queue.size;
    for (const worker of this.#workers) count += worker.waiting;
    return count;
  }

  /** Whether there are any. */
  get some(): boolean {
    if (this.#queue.size > 0) return true;
    for (const worker of this.#workers) if (worker.load > 1) return true;
    return false;
  }

  /** Whether they will probably take less time than it takes to wake a thread, as the last ones did. */
  get areShort(): boolean {
    return this.#lateMs < shortMs * this.#lateJobs;
  }

  /** Adds one, behind all others. {@link spread} gives it to a worker, if one has room. */
  add(job: Job): void {
    this.#queue.push(job);
  }

  /** Adds some that were here before, in front of those that were submitted later. */
  putBack(jobs: readonly Job[]): void {
    this.#queue.putBack(jobs);
  }

  /** Leaves the job out, if it waits in the queue. */
  drop(job: Job): void {
    this.#queue.drop(job);
  }

  /** Takes the next one for a worker that has none: also one that waits on another worker. */
  next(): Job | undefined {
    this.#takeBackFromLong();
    if (this.#queue.size === 0) this.#takeBackHalf();
    return this.#queue.shift();
  }

  /** Gives the busy workers jobs to go on with. One whose arguments move could not be taken back. */
  spread(): void {
    if (!this.#isAheadAllowed) return;
    const most = 2 + Math.min(mostAhead, Math.floor(aheadMs / this.#paceMs));
    while (this.#queue.size > 0) {
      const worker = this.#freest(most);
      if (worker === undefined) return;
      const job = this.#queue.shift();
      if (job === undefined) return;
      if (job.moved) {
        this.#queue.unshift(job);
        return;
      }
      worker.run(job);
    }
  }

  /** The same when some worker came to its next job: what waits behind a long one goes elsewhere. */
  spreadAgain(): void {
    if (this.#queue.size === 0) return;
    this.#takeBackFromLong();
    this.spread();
  }

  /** Takes out all. */
  takeAll(): Job[] {
    this.#queue.putBack([...this.#workers].flatMap((worker) => worker.giveBack(true)));
    return [...this.#queue.drain()];
  }

  /** Learns that so many jobs took a thread so long. */
  learn(jobs: number, ms: number): void {
    const before = this.#paceMs === Number.POSITIVE_INFINITY ? 0 : this.#paceMs;
    this.#paceMs = Math.max(ms / jobs, before / 2);
    const weight = Math.min(1, mostLate / (this.#lateJobs + jobs));
    this.#lateJobs = weight * (this.#lateJobs + jobs);
    this.#lateMs = weight * (this.#lateMs + ms);
  }

  /** The worker with the fewest jobs, of those that can take one more. */
  #freest(most: number): PoolWorker | undefined {
    let freest: PoolWorker | undefined;
    for (const worker of this.#workers) {
      if (worker.hasRoomAhead(most) && worker.load < (freest?.load ?? most)) freest = worker;
    }
    return freest;
  }

  /** Puts half of the jobs that wait on the worker with most of them back to the queue. */
  #takeBackHalf(): void {
    const loaded = [...this.#workers].filter(({ load }) => load > 1).sort((a, b) => b.load - a.load);
    for (const worker of loaded) {
      this.#queue.putBack(worker.giveBack());
      if (this.#queue.size > 0) return;
    }
  }

  /** Puts jobs that wait behind a long one back to the front of the queue. */
  #takeBackFromLong(): void {
    for (const worker of this.#workers) {
      if (worker.load < 2 || now() - worker.waitingSince < longMs) continue;
      this.#queue.putBack(worker.giveBack(true));
    }
  }
}

/** A job that has run so long is not worth waiting behind: the way to the thread and back is a hundredth of that. */
const longMs = 20;
const shortMs = 0.1;
/** As many jobs as are remembered. */
const mostLate = 1000;
/** So much work a worker may have ahead of it: several times what the way to the thread and back takes. */
const aheadMs = 2;
/** More than that many jobs ahead save nothing. */
const mostAhead = 1000;
