// The `error` event has what the thread threw: its class, message and own properties.
import { Worker } from "node:worker_threads";
import { expect, expectSame, isWorker, next, shown } from "../support/probe.mjs";

if (isWorker) {
  throw Object.assign(new RangeError("thrown in the worker"), { code: "E42" });
} else {
  const error = await next(new Worker(new URL(import.meta.url)), "error");
  expect(error instanceof RangeError, `it is ${shown(error)}`);
  expectSame("its message", error.message, "thrown in the worker");
  expectSame("its code", error.code, "E42");
}
