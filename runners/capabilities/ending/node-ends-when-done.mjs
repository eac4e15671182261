// A thread that has nothing more to do ends by itself, with exit status 0.
import { Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (!isWorker) expectSame("the exit status", await next(new Worker(new URL(import.meta.url)), "exit"), 0);
