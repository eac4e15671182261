// A `Blob` can be posted to a thread, which reads it.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", async (blob) => parentPort.postMessage(await blob.text()));
} else {
  const worker = new Worker(new URL(import.meta.url));
  worker.postMessage(new Blob(["text"]));
  expectSame("its text", await next(worker, "message"), "text");
}
