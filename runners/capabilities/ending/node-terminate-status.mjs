// `terminate()` gives a promise of the exit status, which is 1.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.on("message", () => {});
  parentPort.postMessage("ready");
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "message");
  expectSame("the exit status", await waitFor("the end of `terminate()`", worker.terminate()), 1);
}
