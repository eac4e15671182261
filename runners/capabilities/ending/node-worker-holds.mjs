// A `node:worker_threads` worker that listens holds the process: it can answer later.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker } from "../support/probe.mjs";

let answered = false;

export function atExit() {
  expect(answered, "the process ended before the answer came");
}

if (isWorker) {
  parentPort.once("message", (data) => setTimeout(() => parentPort.postMessage(data), 200));
} else {
  const worker = new Worker(new URL(import.meta.url));
  worker.on("message", () => {
    answered = true;
    worker.terminate();
  });
  worker.postMessage("question");
}
