// `env` gives a thread an environment of its own, which the main one does not see.
import process from "node:process";
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  process.env.SET_IN_WORKER = "1";
  parentPort.postMessage([process.env.GIVEN, process.env.PATH]);
} else {
  const worker = new Worker(new URL(import.meta.url), { env: { GIVEN: "42" } });
  const [given, path] = await next(worker, "message");
  expectSame("the variable in the worker", given, "42");
  expectSame("PATH, which was not given", path, undefined);
  expectSame("the worker's variable in the main thread", process.env.SET_IN_WORKER, undefined);
}
