// `{ env: SHARE_ENV }` has a thread share the environment: what it sets is set in the main thread.
import process from "node:process";
import { parentPort, SHARE_ENV, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  process.env.SET_IN_WORKER = "42";
  parentPort.postMessage("set");
} else {
  const worker = new Worker(new URL(import.meta.url), { env: SHARE_ENV });
  await next(worker, "message");
  expectSame("the variable in the main thread", process.env.SET_IN_WORKER, "42");
}
