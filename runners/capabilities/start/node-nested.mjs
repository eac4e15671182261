// A `node:worker_threads` worker starts a worker.
import { parentPort, Worker, workerData } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

const depth = isWorker ? workerData : 0;
if (depth === 2) {
  parentPort.postMessage(42);
} else {
  const worker = new Worker(new URL(import.meta.url), { workerData: depth + 1 });
  const message = await next(worker, "message");
  if (isWorker) parentPort.postMessage(message);
  else expectSame("the message", message, 42);
}
