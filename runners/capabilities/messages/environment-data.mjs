// `setEnvironmentData()` gives all threads that start afterwards a value, which they read with `getEnvironmentData()`.
import { getEnvironmentData, parentPort, setEnvironmentData, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.postMessage(getEnvironmentData("key"));
} else {
  setEnvironmentData("key", 42);
  expectSame("the value", await next(new Worker(new URL(import.meta.url)), "message"), 42);
}
