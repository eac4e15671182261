// `terminate()` of a web worker stops a thread that sleeps in `Atomics.wait()`.
import { expectSame, isWorker, nextEvent, pause } from "../support/probe.mjs";

if (isWorker) {
  addEventListener("message", ({ data }) => {
    postMessage("ready");
    Atomics.wait(data, 0, 0);
    Atomics.store(data, 1, 1);
  });
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  const memory = new Int32Array(new SharedArrayBuffer(8));
  worker.postMessage(memory);
  await nextEvent(worker, "message");
  await pause(50);
  worker.terminate();
  await pause(100);
  Atomics.store(memory, 0, 1);
  Atomics.notify(memory, 0);
  await pause(200);
  expectSame("how many threads woke up and went on", Atomics.load(memory, 1), 0);
}
