// A `TransformStream` can be transferred to a thread, which sends through it what is changed here.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", async ({ readable, writable }) => {
    writable.getWriter().write(41);
    const { value } = await readable.getReader().read();
    parentPort.postMessage(value);
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const stream = new TransformStream({ transform: (chunk, controller) => controller.enqueue(chunk + 1) });
  worker.postMessage(stream, [stream]);
  expectSame("what came out", await next(worker, "message"), 42);
}
