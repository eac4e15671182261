// `AsyncLocalStorage` keeps its value over `await` and timers in a thread.
import { AsyncLocalStorage } from "node:async_hooks";
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  const storage = new AsyncLocalStorage();
  storage.run(42, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    parentPort.postMessage(storage.getStore());
  });
} else {
  expectSame("the value", await next(new Worker(new URL(import.meta.url)), "message"), 42);
}
