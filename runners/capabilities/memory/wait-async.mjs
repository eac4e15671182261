// `Atomics.waitAsync()` resolves when a thread wakes it.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (array) => {
    setTimeout(() => Atomics.notify(array, 0), 50);
    setTimeout(() => {}, 5000);
  });
  parentPort.postMessage("ready");
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "message");
  const array = new Int32Array(new SharedArrayBuffer(4));
  const { async, value } = Atomics.waitAsync(array, 0, 0);
  expectSame("whether it waits", async, true);
  worker.postMessage(array);
  expectSame("how it ended", await waitFor("the thread that wakes it", value), "ok");
}
