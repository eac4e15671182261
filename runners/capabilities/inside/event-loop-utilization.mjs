// `worker.performance.eventLoopUtilization()` says how busy a thread is.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next, pause } from "../support/probe.mjs";

if (isWorker) {
  parentPort.on("message", () => {
    const end = performance.now() + 200;
    while (performance.now() < end);
    parentPort.postMessage("done");
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  worker.postMessage("work");
  await next(worker, "message");
  await pause(50);
  const { active, utilization } = worker.performance.eventLoopUtilization();
  expect(active >= 100 && utilization > 0 && utilization <= 1, `it says ${active} ms, ${utilization}`);
}
