import type { Timer } from "../shared/timer.ts";

// Timers that need none of the runtime's, for programs that had replaced all of those before the library was loaded. They do
// not keep the process alive.

export function startStandIn(callback: () => void, ms: number): Timer {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  void wait();
  return { stop: () => Atomics.notify(cell, 0), unref: () => {} } as unknown as Timer;

  async function wait(): Promise<void> {
    if ((await Atomics.waitAsync(cell, 0, 0, Math.max(1, ms)).value) === "timed-out") callback();
  }
}

export function stopStandIn(timer: Timer | undefined): void {
  (timer as unknown as StandIn | undefined)?.stop();
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

interface StandIn {
  stop(): void;
}
