// After `terminate()` of a web worker that waits, nothing holds the process any more.
import { isWorker, nextEvent } from "../support/probe.mjs";

export function atExit() {}

if (isWorker) {
  setInterval(() => {}, 1000);
  postMessage("ready");
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  await nextEvent(worker, "message");
  worker.terminate();
}
