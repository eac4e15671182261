import { performance } from "node:perf_hooks";

/**
 * Programs that take turns. First they start, some at a time, and stop when they are ready. Then one of them runs, and the
 * others are stopped, so that what changes on the machine meanwhile falls on all of them alike. Who has waited longest is
 * next.
 */
export class Turns {
  /** Ids of the processes that have been started and have not ended. */
  readonly running: Set<number> = new Set();
  readonly #waiting: (() => void)[] = [];
  readonly #starting: (() => void)[] = [];
  /** How many are not ready yet. */
  #unready = 0;
  /** How many more may start. */
  #room: number;
  #isTaken = false;

  /** @param startsAtOnce how many start at a time: as many as there are cores */
  constructor(startsAtOnce = 1) {
    this.#room = startsAtOnce;
  }

  /** Somebody takes part, who is not ready yet. */
  join(): void {
    this.#unready += 1;
  }

  /** Resolves when the caller may start. */
  async start(): Promise<void> {
    if (this.#room === 0) return new Promise<void>((resolve) => this.#starting.push(resolve));
    this.#room -= 1;
  }

  /** The caller is ready, or has ended before it was. */
  ready(hadStarted: boolean): void {
    this.#unready -= 1;
    if (hadStarted) {
      const next = this.#starting.shift();
      if (next === undefined) this.#room += 1;
      next?.();
    }
    if (!this.#isTaken) this.pass();
  }

  /** Resolves when all are ready and it is the caller's turn. */
  async take(): Promise<void> {
    if (this.#isTaken || this.#unready > 0) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#isTaken = true;
  }

  /** Ends the turn of whoever has it. */
  pass(): void {
    const next = this.#unready > 0 ? undefined : this.#waiting.shift();
    this.#isTaken = next !== undefined;
    next?.();
  }
}

/** One program's part in it. */
export class Turn {
  /** How long it took to start, and had its turns, in milliseconds. */
  tookMs = 0;
  readonly #turns: Turns;
  readonly #began: () => () => void;
  #stage: "waits" | "starts" | "ready" | "left" = "waits";
  #since: number | undefined;
  #ended: () => void = ignore;
  #process: number | undefined;

  /** @param began called when a turn of it begins; what it gives, when that ends */
  constructor(turns: Turns, began: () => () => void = () => ignore) {
    this.#turns = turns;
    this.#began = began;
    turns.join();
  }

  /** Whether it runs: it starts, or has the turn. */
  get isOn(): boolean {
    return this.#since !== undefined;
  }

  /** Resolves when it may start. */
  async start(): Promise<void> {
    await this.#turns.start();
    this.#stage = "starts";
    this.#since = performance.now();
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
    if (this.#stage === "left") {
      this.#turns.pass();
      return false;
    }
    this.#since = performance.now();
    this.#ended = this.#began();
    return true;
  }

  /** It is ready, if it was starting; its turn ends, if it had it. */
  pass(): void {
    if (this.#since === undefined) return;
    this.#ended();
    this.tookMs += performance.now() - this.#since;
    this.#since = undefined;
    if (this.#stage === "starts") {
      this.#stage = "ready";
      this.#turns.ready(true);
    } else {
      this.#turns.pass();
    }
  }

  /** It has ended, and takes no more turns. */
  leave(): void {
    if (this.#stage === "waits") this.#turns.ready(false);
    this.pass();
    this.#stage = "left";
    if (this.#process !== undefined) this.#turns.running.delete(this.#process);
  }
}

function ignore(): void {}
