// `worker.cpuUsage()` says how much CPU time a thread has used.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next, waitFor } from "../support/probe.mjs";

if (isWorker) {
  const end = performance.now() + 200;
  while (performance.now() < end);
  parentPort.on("message", () => {});
  parentPort.postMessage("done");
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "message");
  const { user, system } = await waitFor("the answer", worker.cpuUsage());
  expect(user + system > 1000, `it says ${user + system} µs`);
}
