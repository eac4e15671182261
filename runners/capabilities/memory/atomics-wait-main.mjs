// `Atomics.wait()` may be called on the main thread, and a thread wakes it.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (array) => {
    parentPort.postMessage("ready");
    while (Atomics.notify(array, 0) === 0);
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const array = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage(array);
  await next(worker, "message");
  expectSame("how it ended", Atomics.wait(array, 0, 0, 2000), "ok");
}
