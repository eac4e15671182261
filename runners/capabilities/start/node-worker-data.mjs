// `workerData` is there when the thread starts, cloned, and what stands in `transferList` is moved.
import { parentPort, Worker, workerData } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.postMessage([workerData.text, workerData.buffer.byteLength]);
} else {
  const buffer = new ArrayBuffer(8);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { text: "a", buffer },
    transferList: [buffer],
  });
  const [text, length] = await next(worker, "message");
  expectSame("the text", text, "a");
  expectSame("the length of the buffer in the worker", length, 8);
  expectSame("the length of the buffer here, after it was moved", buffer.byteLength, 0);
}
