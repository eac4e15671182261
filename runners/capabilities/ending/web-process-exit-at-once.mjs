// `process.exit()` in a web worker never returns: what stands behind it does not run.
import process from "node:process";
import { expectSame, isWorker, nextEvent, pause } from "../support/probe.mjs";

if (isWorker) {
  addEventListener("message", ({ data }) => {
    postMessage("ready");
    try {
      process.exit(0);
    } finally {
      Atomics.store(data, 0, 1);
    }
    Atomics.store(data, 1, 1);
  });
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  const memory = new Int32Array(new SharedArrayBuffer(8));
  worker.postMessage(memory);
  await nextEvent(worker, "message");
  await pause(300);
  expectSame("how many statements ran behind it", Atomics.load(memory, 1), 0);
}
