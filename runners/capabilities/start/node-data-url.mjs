// A `node:worker_threads` worker starts from a `data:` URL.
import { Worker } from "node:worker_threads";
import { expectSame, next } from "../support/probe.mjs";

const script = `import { parentPort } from "node:worker_threads"; parentPort.postMessage(42);`;
const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
expectSame("the message", await next(worker, "message"), 42);
