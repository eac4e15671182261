// A lock that a thread holds (`navigator.locks`) keeps the main thread waiting.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next, waitFor } from "../support/probe.mjs";

if (isWorker) {
  navigator.locks.request("probe", async () => {
    parentPort.postMessage("held");
    await new Promise((resolve) => setTimeout(resolve, 100));
    parentPort.postMessage("let go");
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  await next(worker, "message");
  const lastWord = next(worker, "message");
  const held = await waitFor("the lock's state", navigator.locks.query());
  expectSame("how many locks are held", held.held.length, 1);
  await waitFor(
    "the lock",
    navigator.locks.request("probe", () => {}),
  );
  expectSame("what the thread said", await lastWord, "let go");
}
