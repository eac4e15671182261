import { performance } from "node:perf_hooks";

/**
 * Programs that take turns: one of them runs, and the others are stopped, or not started yet. So what changes on the
 * machine meanwhile falls on all of them alike. Who has waited longest is next.
 */
export class Turns {
  /** Ids of the processes that have been started and have not ended. */
  readonly running: Set<number> = new Set();
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** Resolves when it is the caller's turn. */
  async take(): Promise<void> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
  }

  /** Ends the turn of whoever has it. */
  pass(): void {
    const next = this.#waiting.shift();
    this.#isTaken = next !== undefined;
    next?.();
  }
}

/** One program's part in it. */
export class Turn {
  /** How long it has had the turn, in milliseconds. */
  tookMs = 0;
  readonly #turns: Turns;
  readonly #began: () => () => void;
  #since: number | undefined;
  #ended: () => void = ignore;
  #process: number | undefined;
  #hasLeft = false;

  /** @param began called when a turn of it begins; what it gives, when that ends */
  constructor(turns: Turns, began: () => () => void = () => ignore) {
    this.#turns = turns;
    this.#began = began;
  }

  /** Whether it has the turn. */
  get isOn(): boolean {
    return this.#since !== undefined;
  }

  /** It has been started. */
  started(process: number | undefined): void {
    if (process === undefined) return;
    this.#process = process;
    this.#turns.running.add(process);
  }

  /** Resolves when it has the turn, to `true`; to `false` if it left before. */
  async take(): Promise<boolean> {
    await this.#turns.take();
    if (this.#hasLeft) {
      this.#turns.pass();
      return false;
    }
    this.#since = performance.now();
    this.#ended = this.#began();
    return true;
  }

  /** Ends the turn, if it has it. */
  pass(): void {
    if (this.#since === undefined) return;
    this.#ended();
    this.tookMs += performance.now() - this.#since;
    this.#since = undefined;
    this.#turns.pass();
  }

  /** It has ended, and takes no more turns. */
  leave(): void {
    this.#hasLeft = true;
    this.pass();
    if (this.#process !== undefined) this.#turns.running.delete(this.#process);
  }
}

function ignore(): void {}
