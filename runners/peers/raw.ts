import { Worker as NodeWorker } from "node:worker_threads";
import type { Executor } from "../../shared/executor.ts";
import { type BatchWorker, batchExecutor, type StartBatchWorker } from "./batches.ts";

/** Raw `postMessage` in batches: the limit of what any pool can do that posts messages. */
export function rawExecutor(threads: number): Executor {
  return batchExecutor("raw", threads, startThread);
}

/** A Web Worker where there are such, since that is what starts fastest on Deno; else one of `node:worker_threads`. */
const startThread: StartBatchWorker = (answered, failed) => {
  const script = new URL("raw-worker.ts", import.meta.url);
  if (typeof Worker === "undefined") {
    const worker = new NodeWorker(script);
    worker.on("message", answered).on("error", failed);
    return worker as BatchWorker;
  }
  const worker = new Worker(script, { type: "module" });
  worker.addEventListener("message", ({ data }) => answered(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    failed(event.error ?? new Error(event.message));
  });
  return worker;
};
