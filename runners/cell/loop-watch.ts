/** Watches by how much the event loop is late for a timer of one millisecond. The same on every runtime: not all have `monitorEventLoopDelay`. */
export class LoopWatch {
  readonly #delays: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  start(): void {
    this.#asked = performance.now();
    this.#timer = setTimeout(() => {
      this.#note();
      this.start();
    }, timerMs);
  }

  /** What is overdue counts too. */
  stop(): void {
    clearTimeout(this.#timer);
    if (performance.now() - this.#asked > timerMs) this.#note();
  }

  /** All that were seen, in milliseconds. */
  get delays(): readonly number[] {
    return this.#delays;
  }

  #note(): void {
    this.#delays.push(Math.max(0, performance.now() - this.#asked - timerMs));
  }
}

const timerMs = 1;
