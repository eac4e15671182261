// An `error` event of a web worker that nobody prevents does not end the main program.
import { isWorker, pause, waitFor } from "../support/probe.mjs";

if (isWorker) {
  throw new Error("thrown in the worker");
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  await waitFor('an "error" event', new Promise((resolve) => worker.addEventListener("error", resolve)));
  await pause(200);
}
