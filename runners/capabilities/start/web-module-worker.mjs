// `new Worker(url, { type: "module" })` of the web's API starts a module in a thread, and messages go both ways.
import { expectSame, isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  addEventListener("message", ({ data }) => postMessage(data + 1));
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  worker.postMessage(41);
  const { data } = await nextEvent(worker, "message");
  expectSame("the answer", data, 42);
}
