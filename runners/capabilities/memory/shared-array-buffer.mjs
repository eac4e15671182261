// A `SharedArrayBuffer` is shared with a thread: what that writes is there.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (array) => {
    Atomics.store(array, 0, 42);
    parentPort.postMessage("written");
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const array = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage(array);
  await next(worker, "message");
  expectSame("what it wrote", Atomics.load(array, 0), 42);
}
