// `self.close()` ends a web worker, and the process can end.
import { isWorker, nextEvent } from "../support/probe.mjs";

export function atExit() {}

if (isWorker) {
  addEventListener("message", () => {});
  postMessage("ready");
  self.close();
} else {
  await nextEvent(new Worker(import.meta.url, { type: "module" }), "message");
}
