// A `MessagePort` that is transferred to a web worker connects it with whoever has the other one.
import { expectSame, isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  addEventListener("message", ({ data }) => data.postMessage(42));
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(port2, [port2]);
  port1.start();
  const { data } = await nextEvent(port1, "message");
  expectSame("the message", data, 42);
}
