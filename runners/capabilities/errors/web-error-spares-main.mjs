// An `error` event of a web worker that nobody prevents does not end the main program.
import { isWorker, nextEvent, pause } from "../support/probe.mjs";

if (isWorker) {
  throw new Error("thrown in the worker");
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  await nextEvent(worker, "error");
  await pause(200);
}
