// After `terminate()` of a `node:worker_threads` worker that waits, nothing holds the process any more.
import { parentPort, Worker } from "node:worker_threads";
import { isWorker, next } from "../support/probe.mjs";

export function atExit() {}

if (isWorker) {
  setInterval(() => {}, 1000);
  parentPort.postMessage("ready");
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "message");
  worker.terminate();
}
