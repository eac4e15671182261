// `process.exit()` in a `node:worker_threads` worker never returns: what stands behind it does not run.
import process from "node:process";
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next, pause } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (data) => {
    parentPort.postMessage("ready");
    try {
      process.exit(0);
    } finally {
      Atomics.store(data, 0, 1);
    }
    Atomics.store(data, 1, 1);
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const memory = new Int32Array(new SharedArrayBuffer(8));
  worker.postMessage(memory);
  await next(worker, "message");
  await pause(300);
  expectSame("how many statements ran behind it", Atomics.load(memory, 1), 0);
}
