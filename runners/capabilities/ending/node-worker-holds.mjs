// A `node:worker_threads` worker that listens holds the process: it can answer later.
import { parentPort, Worker } from "node:worker_threads";
import { isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (data) => setTimeout(() => parentPort.postMessage(data), 200));
} else {
  const worker = new Worker(new URL(import.meta.url));
  worker.postMessage("question");
  await next(worker, "message");
}
