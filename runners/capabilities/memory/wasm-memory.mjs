// A shared `WebAssembly.Memory` can be posted to a thread, which writes to it.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", (memory) => {
    Atomics.store(new Int32Array(memory.buffer), 0, 42);
    parentPort.postMessage("written");
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
  worker.postMessage(memory);
  await next(worker, "message");
  expectSame("what it wrote", Atomics.load(new Int32Array(memory.buffer), 0), 42);
}
