// A lock that a thread holds (`navigator.locks`) keeps the main thread waiting.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next, pause, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (memory) => {
    navigator.locks.request("probe", async () => {
      parentPort.postMessage("held");
      await pause(150);
      Atomics.store(memory, 0, 1);
    });
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const memory = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage(memory);
  await next(worker, "message");
  const letGo = await waitFor(
    "the lock",
    navigator.locks.request("probe", () => Atomics.load(memory, 0)),
  );
  expectSame("how often the thread had let it go", letGo, 1);
}
