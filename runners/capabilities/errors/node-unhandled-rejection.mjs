// A promise that rejects in a thread, and that nobody handles, is an `error` event, and the exit status is 1.
import { Worker } from "node:worker_threads";
import { expectSame, isWorker, waitFor } from "../support/probe.mjs";

if (isWorker) {
  Promise.reject(new Error("rejected in the worker"));
} else {
  const worker = new Worker(new URL(import.meta.url));
  let thrown;
  worker.on("error", (error) => {
    thrown = error;
  });
  const status = await waitFor("the worker's end", new Promise((resolve) => worker.once("exit", resolve)));
  expectSame("the exit status", status, 1);
  expectSame("the error's message", thrown?.message, "rejected in the worker");
}
