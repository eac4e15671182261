// In a web worker `isMainThread` of `node:worker_threads` is false.
import { isMainThread } from "node:worker_threads";
import { expectSame, isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  postMessage(isMainThread);
} else {
  const { data } = await nextEvent(new Worker(import.meta.url, { type: "module" }), "message");
  expectSame("isMainThread", data, false);
}
