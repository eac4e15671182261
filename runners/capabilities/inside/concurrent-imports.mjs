// Two imports of one module at once both wait until it is loaded, in a thread.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  const value = async () => (await import("../support/slow-module.mjs")).value;
  const settled = await Promise.allSettled([value(), value()]);
  parentPort.postMessage(settled.map(({ value, reason }) => value ?? String(reason)));
} else {
  const values = await next(new Worker(new URL(import.meta.url)), "message");
  expectSame("what both got", values.join(), "42,42");
}
