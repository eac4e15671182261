// `execArgv` gives a thread flags of its own: with `--import`, a module runs before the worker's.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.postMessage(globalThis.loadedBefore);
} else {
  const worker = new Worker(new URL(import.meta.url), {
    execArgv: ["--import", "data:text/javascript,globalThis.loadedBefore=42"],
  });
  expectSame("what the module has set", await next(worker, "message"), 42);
}
