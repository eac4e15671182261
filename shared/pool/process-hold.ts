import type { HostedWorker, WorkerHost } from "./worker-host.ts";

/** Keeps the process alive for a worker that has something to do, and a moment longer: it often gets more at once. */
export class ProcessHold {
  readonly #host: WorkerHost;
  readonly #worker: HostedWorker;
  readonly #isNeeded: () => boolean;
  #isHeld = false;
  #isEnding = false;

  /** @param isNeeded whether the worker has something to do */
  constructor(host: WorkerHost, worker: HostedWorker, isNeeded: () => boolean) {
    this.#host = host;
    this.#worker = worker;
    this.#isNeeded = isNeeded;
  }

  begin(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#worker.ref();
  }

  /** Lets go when the event loop has turned, unless it is needed again by then. */
  endSoon(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#host.turn(() => {
      this.#isEnding = false;
      if (!this.#isNeeded()) this.end();
    });
  }

  end(): void {
    this.#isHeld = false;
    this.#worker.unref();
  }
}
