// A promise that rejects in a web worker, and that nobody handles, is an `error` event of the worker.
import { isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  Promise.reject(new Error("rejected in the worker"));
} else {
  await nextEvent(new Worker(import.meta.url, { type: "module" }), "error");
}
