import type { WorkerHost } from "../shared/worker-host.ts";

/** How a runtime's worker threads are used: from the thread that starts them, and from inside. */
export interface RuntimeWorkers {
  /** Starts workers, each of which loads `worker.ts`. */
  host(): WorkerHost;
  /**
   * Called in a worker before it runs anything: `end` is to be called when something ends the thread that the runtime
   * does not tell the other side, or not in full.
   */
  watchEnd(end: (code: number, error?: { readonly thrown: unknown }) => void): void;
  /** Ends this thread: it was asked to, because the runtime cannot end it from outside, or not reliably. */
  leave(): void;
}
