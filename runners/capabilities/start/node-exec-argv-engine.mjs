// `execArgv` takes flags of the process that the engine knows, such as `--stack-size`.
import { Worker } from "node:worker_threads";
import { expectSame, next } from "../support/probe.mjs";

const worker = new Worker("1", { eval: true, execArgv: ["--stack-size=900"] });
expectSame("the exit status", await next(worker, "exit"), 0);
