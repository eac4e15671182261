// `navigator.hardwareConcurrency` is a number of cores, in a thread too.
import { parentPort, Worker } from "node:worker_threads";
import { expect, expectSame, isWorker, next, shown } from "../support/probe.mjs";

if (isWorker) {
  parentPort.postMessage(navigator.hardwareConcurrency);
} else {
  const here = navigator.hardwareConcurrency;
  expect(Number.isInteger(here) && here > 0, `it is ${shown(here)}`);
  expectSame("what it is in a thread", await next(new Worker(new URL(import.meta.url)), "message"), here);
}
