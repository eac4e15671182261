// `{ stdin: true }` gives a thread standard input that the main thread writes to.
import process from "node:process";
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  process.stdin.once("data", (bytes) => parentPort.postMessage(String(bytes)));
} else {
  const worker = new Worker(new URL(import.meta.url), { stdin: true });
  worker.stdin.end("typed");
  expectSame("what came", await next(worker, "message"), "typed");
}
