// What a web worker posts before a long calculation arrives before that ends.
import { expectSame, isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  addEventListener("message", ({ data }) => {
    postMessage("begun");
    const end = performance.now() + 800;
    while (performance.now() < end);
    Atomics.store(data, 0, 1);
  });
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  const done = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage(done);
  await nextEvent(worker, "message");
  expectSame("how many calculations had ended when it came", Atomics.load(done, 0), 0);
}
