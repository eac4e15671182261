// `unref()` of a web worker lets the process end while its thread goes on.
import { isWorker, nextEvent } from "../support/probe.mjs";

export function atExit() {}

if (isWorker) {
  setInterval(() => {}, 1000);
  postMessage("ready");
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  await nextEvent(worker, "message");
  worker.unref();
}
