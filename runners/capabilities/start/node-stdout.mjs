// `{ stdout: true }` gives what a thread prints as a stream.
import process from "node:process";
import { Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  process.stdout.write("printed");
} else {
  const worker = new Worker(new URL(import.meta.url), { stdout: true });
  expectSame("what came", String(await next(worker.stdout, "data")), "printed");
}
