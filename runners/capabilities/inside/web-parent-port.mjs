// A web worker has a `parentPort` of `node:worker_threads`, which answers its host.
import { parentPort } from "node:worker_threads";
import { expectSame, isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  parentPort.postMessage(42);
} else {
  const { data } = await nextEvent(new Worker(import.meta.url, { type: "module" }), "message");
  expectSame("the message", data, 42);
}
