// A web worker has the `name` that it was started with as its global `name`.
import { expectSame, isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  postMessage(globalThis.name);
} else {
  const worker = new Worker(import.meta.url, { type: "module", name: "forty-two" });
  const { data } = await nextEvent(worker, "message");
  expectSame("the name", data, "forty-two");
}
