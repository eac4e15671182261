// A `ReadableStream` can be transferred to a thread, which reads what is made here.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", async (stream) => {
    const { value } = await stream.getReader().read();
    parentPort.postMessage(value);
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const stream = new ReadableStream({ pull: (controller) => controller.enqueue(42) });
  worker.postMessage(stream, [stream]);
  expectSame("what was read", await next(worker, "message"), 42);
}
