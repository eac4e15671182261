// `close()` of a port is a `close` event of the other one, in another thread too.
import { MessageChannel, parentPort, Worker } from "node:worker_threads";
import { isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", ({ port }) => port.close());
} else {
  const worker = new Worker(new URL(import.meta.url));
  const { port1, port2 } = new MessageChannel();
  const closed = next(port1, "close");
  worker.postMessage({ port: port2 }, [port2]);
  await closed;
}
