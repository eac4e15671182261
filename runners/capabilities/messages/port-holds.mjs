// A port that listens holds the process until it is closed.
import { MessageChannel, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  const { parentPort } = await import("node:worker_threads");
  parentPort.once("message", ({ port }) => setTimeout(() => port.postMessage(42), 100));
} else {
  const worker = new Worker(new URL(import.meta.url));
  const { port1, port2 } = new MessageChannel();
  const answer = next(port1, "message");
  worker.postMessage({ port: port2 }, [port2]);
  worker.unref();
  expectSame("the message", await answer, 42);
}
