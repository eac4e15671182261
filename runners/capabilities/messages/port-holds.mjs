// A port that listens holds the process until it is closed.
import { MessageChannel, parentPort, Worker } from "node:worker_threads";
import { expect, isWorker } from "../support/probe.mjs";

let answered = false;

export function atExit() {
  expect(answered, "the process ended before the message came");
}

if (isWorker) {
  parentPort.once("message", ({ port }) => setTimeout(() => port.postMessage(42), 100));
} else {
  const worker = new Worker(new URL(import.meta.url));
  const { port1, port2 } = new MessageChannel();
  port1.on("message", () => {
    answered = true;
    port1.close();
  });
  worker.postMessage({ port: port2 }, [port2]);
  worker.unref();
}
