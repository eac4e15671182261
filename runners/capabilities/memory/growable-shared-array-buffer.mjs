// A `SharedArrayBuffer` with `maxByteLength` grows in all threads that share it.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (buffer) => {
    buffer.grow(16);
    parentPort.postMessage("grown");
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const buffer = new SharedArrayBuffer(8, { maxByteLength: 16 });
  worker.postMessage(buffer);
  await next(worker, "message");
  expectSame("its length here", buffer.byteLength, 16);
}
