// The error in the `error` event keeps its `cause`.
import { Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  throw new Error("thrown in the worker", { cause: new TypeError("why") });
} else {
  const error = await next(new Worker(new URL(import.meta.url)), "error");
  expectSame("the message of its cause", error.cause?.message, "why");
}
