import { performance } from "node:perf_hooks";

/** A timer that can stand still. */
export class Countdown {
  readonly #over: () => void;
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, over: () => void) {
    this.#leftMs = ms;
    this.#over = over;
  }

  start(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(this.#over, this.#leftMs);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs = Math.max(0, this.#leftMs - (performance.now() - this.#since));
  }
}
