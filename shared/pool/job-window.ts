import { windowSize } from "../line/thread-protocol.ts";
import type { Job } from "./job.ts";

/**
 * The jobs on a worker, in the order in which it runs them. Each gets a number, one more than the one before it. From
 * the oldest that is here to the newest they span {@link windowSize} numbers at most, so that a number stands for one
 * place among so many.
 */
export class JobWindow {
  readonly #jobs: (Job | undefined)[] = new Array(windowSize);
  #first = 1;
  #next = 1;
  #size = 0;
  /** The number up to which they have been passed. */
  #passedBefore = 1;
  #passed = 0;

  /** How many are here. */
  get size(): number {
    return this.#size;
  }

  /** Whether there is room for another one. */
  get hasRoom(): boolean {
    return this.#next - this.#first < windowSize;
  }

  /** How many of them were passed. */
  get passed(): number {
    return this.#passed;
  }

  /** Passes those that have begun, up to the first that has not: one after the other, and each once. */
  pass(hasBegun: (id: number) => boolean): void {
    for (let id = Math.max(this.#first, this.#passedBefore); id < this.#next; id++) {
      const isHere = this.get(id) !== undefined;
      if (isHere && !hasBegun(id)) break;
      if (isHere) this.#passed += 1;
      this.#passedBefore = id + 1;
    }
  }

  /** The number that the next one gets. */
  get next(): number {
    return this.#next;
  }

  /** The one whose turn it is. */
  get oldest(): Job | undefined {
    return this.#jobs[this.#first % windowSize];
  }

  /** The number of the newest that is here, 0 if none is. */
  get last(): number {
    let last = this.#next - 1;
    while (last >= this.#first && this.#jobs[last % windowSize] === undefined) last -= 1;
    return last < this.#first ? 0 : last;
  }

  /** Adds one, which gets the number {@link next}. */
  add(job: Job): void {
    this.#jobs[this.#next % windowSize] = job;
    job.id = this.#next;
    this.#next += 1;
    this.#size += 1;
  }

  /** Leaves out a number, for a job that did not get here. */
  skip(): void {
    this.#next += 1;
    this.#advance();
  }

  get(id: number): Job | undefined {
    return id >= this.#first && id < this.#next ? this.#jobs[id % windowSize] : undefined;
  }

  /** Takes one out. */
  delete(id: number): void {
    if (this.get(id) === undefined) return;
    this.#jobs[id % windowSize] = undefined;
    this.#size -= 1;
    if (id < this.#passedBefore) this.#passed -= 1;
    this.#advance();
  }

  /** All, the oldest first. They may be deleted meanwhile. */
  *[Symbol.iterator](): Generator<readonly [id: number, job: Job]> {
    for (let id = this.#first; id < this.#next; id++) {
      const job = this.get(id);
      if (job !== undefined) yield [id, job];
    }
  }

  /** Takes out all. */
  drain(): [id: number, job: Job][] {
    const all = [...this].map(([id, job]): [number, Job] => [id, job]);
    for (const [id] of all) this.delete(id);
    return all;
  }

  #advance(): void {
    while (this.#first < this.#next && this.#jobs[this.#first % windowSize] === undefined) this.#first += 1;
  }
}
