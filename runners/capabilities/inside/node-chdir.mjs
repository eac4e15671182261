// `process.chdir()` is refused in a thread, since the folder is the whole process's.
import process from "node:process";
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  let refused = false;
  try {
    process.chdir("/");
  } catch {
    refused = true;
  }
  parentPort.postMessage(refused);
} else {
  expect(await next(new Worker(new URL(import.meta.url)), "message"), "it was not refused");
}
