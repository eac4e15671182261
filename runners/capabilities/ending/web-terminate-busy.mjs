// `terminate()` of a web worker stops a thread in a busy loop.
import { expect, isWorker, nextEvent, pause } from "../support/probe.mjs";

if (isWorker) {
  addEventListener("message", ({ data }) => {
    postMessage("ready");
    for (;;) Atomics.add(data, 0, 1);
  });
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  const counter = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage(counter);
  await nextEvent(worker, "message");
  worker.terminate();
  await pause(300);
  const counted = Atomics.load(counter, 0);
  await pause(200);
  expect(Atomics.load(counter, 0) === counted, "the thread goes on counting");
}
