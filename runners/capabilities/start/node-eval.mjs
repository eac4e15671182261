// `{ eval: true }` runs a text as a CommonJS script in a thread.
import { Worker } from "node:worker_threads";
import { expectSame, next } from "../support/probe.mjs";

const worker = new Worker(`require("node:worker_threads").parentPort.postMessage(42)`, { eval: true });
expectSame("the message", await next(worker, "message"), 42);
