/** A timer for somebody who does not get on: each sign of life gives him the whole time again. It can stand still. */
export class IdleTimer {
  readonly #ms: number;
  readonly #lastSign: () => number;
  readonly #over: () => void;
  #began = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param ms how long he may go without one
   * @param lastSign when the last one was, by `Date.now`; asked only when the time would be up
   */
  constructor(ms: number, lastSign: () => number, over: () => void) {
    this.#ms = ms;
    this.#lastSign = lastSign;
    this.#over = over;
  }

  /** From here on he has the whole time. */
  start(): void {
    this.stop();
    this.#began = Date.now();
    this.#wait(this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      const left = Math.max(this.#began, this.#lastSign()) + this.#ms - Date.now();
      if (left > 0) this.#wait(left);
      else this.#over();
    }, ms);
  }
}
