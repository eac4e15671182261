// `new Worker(url)` of `node:worker_threads` starts a module in a thread, and messages go both ways.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.on("message", (message) => parentPort.postMessage(message + 1));
} else {
  const worker = new Worker(new URL(import.meta.url));
  worker.postMessage(41);
  expectSame("the answer", await next(worker, "message"), 42);
}
