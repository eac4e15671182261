import { availableParallelism } from "node:os";
import process from "node:process";
import { setImmediate } from "node:timers";
import type { RuntimeWorkers } from "./runtime-workers.ts";
import { WorkerLine } from "./worker-line.ts";

/** Bun's Web Workers, which can be held and let go like Node's, and tell how they ended with a `close` event. */
export const bunWorkers: RuntimeWorkers = {
  host: () => ({
    parallelism: availableParallelism(),
    burns: false,
    spawn(start, listener) {
      const worker = new Worker(new URL("bun-worker.ts", import.meta.url), { type: "module" }) as BunWorker;
      const line = new WorkerLine(start, listener, (greeting, transfer) =>
        worker.postMessage(greeting, transfer as never),
      );
      let error: { readonly thrown: unknown } | undefined;
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        error ??= { thrown: event.error ?? new Error(event.message) };
      });
      worker.addEventListener("close", (event) => line.close((event as CloseEvent).code, error));
      worker.unref();
      return {
        post: (message, transfer) => line.post(message, transfer),
        ref: () => worker.ref(),
        unref: () => worker.unref(),
        terminate: () => worker.terminate(),
      };
    },
    turn: setImmediate,
    later(ms, callback) {
      const timer = setTimeout(callback, ms).unref();
      return () => clearTimeout(timer);
    },
  }),

  leave: () => process.exit(0),

  watchEnd(end) {
    const fail = (thrown: unknown): void => {
      end(1, { thrown });
      process.exit(1);
    };
    process.on("uncaughtException", fail);
    process.on("unhandledRejection", fail);
    // Below `bun test` those two are silent.
    addEventListener("error", (event) => fail(event.error));
  },
};

interface BunWorker extends Worker {
  ref(): void;
  unref(): void;
}
