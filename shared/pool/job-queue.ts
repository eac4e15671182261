import { inQueue, type Job } from "./job.ts";

/** The jobs that wait for a worker, first come, first served. Jobs that were cancelled meanwhile are left out. */
export class JobQueue {
  #jobs: (Job | undefined)[] = [];
  #head = 0;
  #size = 0;

  /** How many wait. */
  get size(): number {
    return this.#size;
  }

  push(job: Job): void {
    this.#jobs.push(job);
    job.id = inQueue;
    this.#size += 1;
  }

  /** Puts a job back to the front: it has been first before. */
  unshift(job: Job): void {
    if (this.#head > 0) {
      this.#head -= 1;
      this.#jobs[this.#head] = job;
    } else {
      this.#jobs.unshift(job);
    }
    job.id = inQueue;
    this.#size += 1;
  }

  /** Puts jobs back, before those that were submitted later. */
  putBack(jobs: readonly Job[]): void {
    if (jobs.length === 0) return;
    const back = [...jobs];
    const last = Math.max(...jobs.map(({ order }) => order));
    for (let next = this.shift(); next !== undefined; next = this.shift()) {
      if (next.order > last) {
        this.unshift(next);
        break;
      }
      back.push(next);
    }
    for (const job of back.sort((a, b) => b.order - a.order)) this.unshift(job);
  }

  shift(): Job | undefined {
    while (this.#head < this.#jobs.length) {
      const job = this.#jobs[this.#head];
      this.#jobs[this.#head] = undefined;
      this.#head += 1;
      if (job?.id !== inQueue) continue;
      this.#compact();
      job.id = 0;
      this.#size -= 1;
      return job;
    }
    this.#jobs = [];
    this.#head = 0;
    return undefined;
  }

  /** Leaves the job out, if it waits. */
  drop(job: Job): void {
    if (job.id !== inQueue) return;
    job.id = 0;
    this.#size -= 1;
    if (this.#size === 0) {
      this.#jobs = [];
      this.#head = 0;
    }
  }

  /** Takes out all. */
  *drain(): Generator<Job> {
    for (let job = this.shift(); job !== undefined; job = this.shift()) yield job;
  }

  /** Moves what is left to a new array when more than half of the old one is used up. */
  #compact(): void {
    if (this.#head < 1024 || this.#head * 2 < this.#jobs.length) return;
    this.#jobs = this.#jobs.slice(this.#head);
    this.#head = 0;
  }
}
