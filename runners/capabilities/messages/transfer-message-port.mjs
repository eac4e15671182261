// A `MessagePort` that is transferred to a thread connects it with whoever has the other one.
import { MessageChannel, parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", ({ port }) => port.postMessage(42));
} else {
  const worker = new Worker(new URL(import.meta.url));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2 }, [port2]);
  expectSame("the message", await next(port1, "message"), 42);
}
