// A worker can be disposed of: `await using worker = new Worker(…)` calls `worker[Symbol.asyncDispose]()`.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.on("message", () => {});
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "online");
  expect(Symbol.asyncDispose in worker, "a worker has no such method");
  const exited = next(worker, "exit");
  await waitFor("its end", worker[Symbol.asyncDispose]());
  await exited;
}
