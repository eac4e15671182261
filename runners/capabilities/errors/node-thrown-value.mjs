// What is thrown and is no error arrives as it was thrown: `throw 42`.
import { Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) throw 42;
else expectSame("what arrived", await next(new Worker(new URL(import.meta.url)), "error"), 42);
