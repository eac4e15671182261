// A thread knows the `name` that it was started with, as `threadName`.
import * as threads from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  threads.parentPort.postMessage(threads.threadName);
} else {
  const worker = new threads.Worker(new URL(import.meta.url), { name: "forty-two" });
  expectSame("threadName", await next(worker, "message"), "forty-two");
}
