import { availableParallelism, cpus } from "node:os";
import process from "node:process";
import { Worker } from "node:worker_threads";
import type { WorkerHost } from "../shared/worker-host.ts";
import { nodePorts } from "./node-ports.ts";
import { later, turn } from "./real-time.ts";
import { WorkerLine } from "./worker-line.ts";

/** Node's worker threads. It tells how a worker ended and stops any, and has no `Worker` of the web's kind. */
export function nodeWorkers(): WorkerHost {
  return {
    parallelism: availableParallelism?.() ?? cpus().length,
    listens: false,
    burns: false,
    spawn(start, listener, limits) {
      const execArgv = threadArguments();
      const worker = new Worker(new URL("threads/node.cjs", import.meta.url), {
        ...(execArgv !== undefined && { execArgv }),
        ...(limits !== undefined && { resourceLimits: limits }),
      });
      const line = new WorkerLine(listener, nodePorts);
      line.greet(worker, start);
      let error: { readonly thrown: unknown } | undefined;
      worker.on("error", (thrown) => {
        error ??= { thrown };
      });
      worker.on("exit", (code) => line.close(code, error));
      worker.unref();
      return {
        post: (message, transfer) => line.post(message, transfer),
        hear: () => line.hear(),
        ref: () => worker.ref(),
        unref: () => worker.unref(),
        terminate: () => void worker.terminate(),
      };
    },
    isProxy: nodePorts.isProxy,
    turn,
    later,
  };
}

/** A Node that cannot strip types needs tsx in each thread. `undefined`: the process has what the worker needs. */
function threadArguments(): string[] | undefined {
  if (process.features.typescript) return undefined;
  const hook = new URL("node-tsx.mjs", import.meta.url).href;
  if (process.execArgv.some((argument) => argument.includes(hook))) return undefined;
  return [...process.execArgv, `--import=${hook}`];
}
