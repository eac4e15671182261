// `worker.getHeapSnapshot()` gives a snapshot of a thread's memory.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.on("message", () => {});
  parentPort.postMessage("ready");
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "message");
  const stream = await waitFor("the snapshot", worker.getHeapSnapshot());
  const first = String(await next(stream, "data"));
  expect(first.startsWith("{"), `it begins with ${JSON.stringify(first.slice(0, 20))}`);
}
