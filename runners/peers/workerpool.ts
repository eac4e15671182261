import { fileURLToPath } from "node:url";
import workerpool from "workerpool";
import type { Executor } from "../../shared/executor.ts";
import { currentRuntime } from "../current-runtime.ts";
import { peerExecutor } from "./peer-executor.ts";
import { taskCall } from "./task-call.ts";

/** workerpool with its defaults, but for the threads. A signal that aborts cancels the promise, which ends the thread. */
export function workerpoolExecutor(threads: number): Executor {
  const pool = workerpool.pool(fileURLToPath(new URL("workerpool-worker.ts", import.meta.url)), {
    // With threads of node:worker_threads, 10.0.3 settles nothing on Bun 1.4; with Web Workers it does not start on Deno.
    workerType: currentRuntime.name === "bun" ? "web" : "thread",
    workerOpts: { type: "module" },
    maxWorkers: threads,
  });
  return peerExecutor({
    name: "workerpool",
    run(task, args) {
      const { transfer, signal } = task.options;
      const options = transfer === undefined ? undefined : { transfer: [...transfer] };
      const promise = pool.exec("run", [taskCall(task, args)], options as never);
      return signal === undefined ? promise : cancelling(promise, signal);
    },
    end: async () => {
      await pool.terminate(true);
    },
  });
}

/** It has no signals. What it rejects with when it is cancelled is an error of its own, which nobody takes for an abort. */
async function cancelling(promise: workerpool.Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const cancel = (): void => void promise.cancel();
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  try {
    return await promise;
  } catch (error) {
    throw error instanceof workerpool.Promise.CancellationError ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
