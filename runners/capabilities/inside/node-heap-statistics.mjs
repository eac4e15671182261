// `worker.getHeapStatistics()` says how much memory a thread uses.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.on("message", () => {});
  parentPort.postMessage("ready");
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "message");
  const { used_heap_size: used } = await waitFor("the answer", worker.getHeapStatistics());
  expect(used > 0, `it says ${used} bytes`);
}
