// `argv` is what stands behind the first two of `process.argv` in the thread.
import process from "node:process";
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.postMessage(process.argv.slice(2));
} else {
  const worker = new Worker(new URL(import.meta.url), { argv: ["a", "b"] });
  expectSame("the arguments", (await next(worker, "message")).join(" "), "a b");
}
