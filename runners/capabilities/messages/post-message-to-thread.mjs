// `postMessageToThread()` reaches a thread by its id.
import process from "node:process";
import * as threads from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  process.on("workerMessage", (message) => threads.parentPort.postMessage(message));
  threads.parentPort.once("message", () => {});
  threads.parentPort.postMessage("ready");
} else {
  const worker = new threads.Worker(new URL(import.meta.url));
  await next(worker, "message");
  await threads.postMessageToThread(worker.threadId, 42);
  expectSame("the message", await next(worker, "message"), 42);
}
