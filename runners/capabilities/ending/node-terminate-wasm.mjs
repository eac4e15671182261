// `terminate()` of a `node:worker_threads` worker stops a thread in a busy loop of WebAssembly.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next, pause, waitFor } from "../support/probe.mjs";

/** A function that adds 1 to the first number of a shared memory for ever. */
const bytes = [
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 9, 1, 1, 109, 1, 109, 2, 3, 1, 1, 3, 2, 1, 0, 7, 5, 1,
    1, 102, 0, 0,
  ],
  ...[10, 18, 1, 16, 0, 3, 64, 65, 0, 65, 1, 254, 30, 2, 0, 26, 12, 0, 11, 11],
];
if (isWorker) {
  parentPort.once("message", (data) => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), {
      m: { m: data },
    });
    parentPort.postMessage("ready");
    exports.f();
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  worker.postMessage(memory);
  await next(worker, "message");
  const counter = new Int32Array(memory.buffer);
  while (Atomics.load(counter, 0) === 0) await pause(1);
  await waitFor("the end of `terminate()`", worker.terminate());
  await pause(300);
  const counted = Atomics.load(counter, 0);
  await pause(200);
  expect(Atomics.load(counter, 0) === counted, "the thread goes on counting");
}
