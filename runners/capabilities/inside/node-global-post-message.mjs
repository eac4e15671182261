// A `node:worker_threads` worker has the web's global `postMessage()`.
import { Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) postMessage(42);
else expectSame("the message", await next(new Worker(new URL(import.meta.url)), "message"), 42);
