// `terminate()` of a web worker ends a thread that waits: it says nothing more.
import { expectSame, isWorker, nextEvent, pause } from "../support/probe.mjs";

if (isWorker) {
  addEventListener("message", () => postMessage("answer"));
  postMessage("ready");
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  await nextEvent(worker, "message");
  let answers = 0;
  worker.addEventListener("message", () => answers++);
  worker.terminate();
  try {
    worker.postMessage("question");
  } catch {} // it may say that there is nobody
  await pause(300);
  expectSame("the number of answers", answers, 0);
}
