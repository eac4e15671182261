// A web worker that listens holds the process: it can answer later.
import { expect, isWorker } from "../support/probe.mjs";

let answered = false;

export function atExit() {
  expect(answered, "the process ended before the answer came");
}

if (isWorker) {
  addEventListener("message", ({ data }) => setTimeout(() => postMessage(data), 200));
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  worker.addEventListener("message", () => {
    answered = true;
    worker.terminate();
  });
  worker.postMessage("question");
}
