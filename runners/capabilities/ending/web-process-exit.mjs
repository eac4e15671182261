// `process.exit()` in a web worker ends the worker alone.
import process from "node:process";
import { isWorker, nextEvent, pause } from "../support/probe.mjs";

if (isWorker) {
  postMessage("ready");
  setTimeout(() => process.exit(7), 50);
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  await nextEvent(worker, "message");
  await pause(400);
}
