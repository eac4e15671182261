// The `exit` event says the status that a worker gave to `process.exit()`.
import process from "node:process";
import { Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) process.exit(7);
else expectSame("the exit status", await next(new Worker(new URL(import.meta.url)), "exit"), 7);
