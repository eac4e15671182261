// The same as the runtime's timers without any of those: for where a program has replaced them all.

// That may be replaced later.
const { MessageChannel } = globalThis;

/** A timer that starts when it is made. */
export class StandInTimer {
  readonly #cell = new Int32Array(new SharedArrayBuffer(4));
  /** Open as long as the timer keeps the process alive. */
  #hold: MessagePort | undefined;

  constructor(callback: () => void, ms: number) {
    const { port1 } = new MessageChannel();
    port1.onmessage = () => {};
    this.#hold = port1;
    void this.#wait(callback, ms);
  }

  unref(): this {
    this.#hold?.close();
    this.#hold = undefined;
    return this;
  }

  /** Stops it. */
  close(): void {
    this.unref();
    Atomics.notify(this.#cell, 0);
  }

  async #wait(callback: () => void, ms: number): Promise<void> {
    const end = await Atomics.waitAsync(this.#cell, 0, 0, Math.max(1, ms)).value;
    this.unref();
    if (end === "timed-out") callback();
  }
}

/** Calls back when the event loop has turned. */
export function turnWithMessage(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
}
