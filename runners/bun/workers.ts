import { availableParallelism } from "node:os";
import type { WorkerHost } from "../../shared/pool/worker-host.ts";
import { later, turn } from "../threads/real-time.ts";
import { threadFile } from "../threads/thread-file.ts";
import { WorkerLine } from "../threads/worker-line.ts";
import { bunPorts } from "./ports.ts";
import { bunYield } from "./yield.ts";

/** Bun's Web Workers, which can be held and let go like Node's, and tell how they ended with a `close` event. */
export function bunWorkers(): WorkerHost {
  return {
    parallelism: availableParallelism(),
    get yieldCore() {
      return bunYield();
    },
    listens: false,
    spawn(start, listener) {
      const worker = new Worker(threadFile("bun.js", "bun/worker.ts", exists), {
        type: "module",
      }) as BunWorker;
      const line = new WorkerLine(listener, bunPorts);
      line.greet(worker, start);
      let error: { readonly thrown: unknown } | undefined;
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        // Bun has no error in the event (probe web-error-value).
        error ??= { thrown: event.error ?? new Error(event.message) };
      });
      worker.addEventListener("close", (event) => line.close((event as CloseEvent).code, error));
      worker.unref();
      return {
        post: (message, transfer) => line.post(message, transfer),
        ...(bunPorts.pollsFast && { hear: () => line.hear() }),
        ref: () => worker.ref(),
        unref: () => worker.unref(),
        terminate: () => worker.terminate(),
      };
    },
    isProxy: bunPorts.isProxy,
    turn,
    later,
  };
}

/** `node:fs` takes some milliseconds to load. */
function exists(file: URL): boolean {
  return Bun.file(file).size > 0;
}

declare const Bun: { file(file: URL): { readonly size: number } };

interface BunWorker extends Worker {
  ref(): void;
  unref(): void;
}
