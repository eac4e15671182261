// `terminate()` of a `node:worker_threads` worker stops a thread that sleeps in `Atomics.wait()`.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next, pause, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (data) => {
    parentPort.postMessage("ready");
    Atomics.wait(data, 0, 0);
    Atomics.store(data, 1, 1);
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const memory = new Int32Array(new SharedArrayBuffer(8));
  worker.postMessage(memory);
  await next(worker, "message");
  await pause(50);
  await waitFor("the end of `terminate()`", worker.terminate());
  await pause(100);
  Atomics.store(memory, 0, 1);
  Atomics.notify(memory, 0);
  await pause(200);
  expectSame("how many threads woke up and went on", Atomics.load(memory, 1), 0);
}
