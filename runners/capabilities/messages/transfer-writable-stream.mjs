// A `WritableStream` can be transferred to a thread, which writes what arrives here.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, waitFor } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (stream) => stream.getWriter().write(42));
} else {
  const worker = new Worker(new URL(import.meta.url));
  const written = new Promise((resolve) => {
    const stream = new WritableStream({ write: resolve });
    worker.postMessage(stream, [stream]);
  });
  expectSame("what was written", await waitFor("what the thread writes", written), 42);
}
