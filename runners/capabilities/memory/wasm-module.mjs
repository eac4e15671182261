// A `WebAssembly.Module` can be posted to a thread, which makes an instance of it.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

/** A function that returns 42. */
const bytes = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0],
  ...[10, 6, 1, 4, 0, 65, 42, 11],
];
if (isWorker) {
  parentPort.once("message", (module) =>
    parentPort.postMessage(new WebAssembly.Instance(module).exports.f()),
  );
} else {
  const worker = new Worker(new URL(import.meta.url));
  worker.postMessage(new WebAssembly.Module(new Uint8Array(bytes)));
  expectSame("what its function returns", await next(worker, "message"), 42);
}
