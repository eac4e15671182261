// `process.exit()` in a `node:worker_threads` worker ends the worker alone.
import process from "node:process";
import { parentPort, Worker } from "node:worker_threads";
import { isWorker, next, pause } from "../support/probe.mjs";

if (isWorker) {
  parentPort.postMessage("ready");
  setTimeout(() => process.exit(7), 50);
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "message");
  await pause(400);
}
