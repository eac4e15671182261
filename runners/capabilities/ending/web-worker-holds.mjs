// A web worker that listens holds the process: it can answer later.
import { isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  addEventListener("message", ({ data }) => setTimeout(() => postMessage(data), 200));
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  worker.postMessage("question");
  await nextEvent(worker, "message");
}
