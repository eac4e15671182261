// `terminate()` of a `node:worker_threads` worker stops a thread in a busy loop.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next, pause, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (data) => {
    parentPort.postMessage("ready");
    for (;;) Atomics.add(data, 0, 1);
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const counter = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage(counter);
  await next(worker, "message");
  await waitFor("the end of `terminate()`", worker.terminate());
  await pause(300);
  const counted = Atomics.load(counter, 0);
  await pause(200);
  expect(Atomics.load(counter, 0) === counted, "the thread goes on counting");
}
