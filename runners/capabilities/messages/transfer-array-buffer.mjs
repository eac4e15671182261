// An `ArrayBuffer` that is transferred to a thread is moved: here it has no bytes any more.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (buffer) => parentPort.postMessage(buffer.byteLength));
} else {
  const worker = new Worker(new URL(import.meta.url));
  const buffer = new ArrayBuffer(8);
  worker.postMessage(buffer, [buffer]);
  expectSame("its length here", buffer.byteLength, 0);
  expectSame("its length in the thread", await next(worker, "message"), 8);
}
