// Two imports of one module at once both wait until it is loaded, in a thread.
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

const text = "await new Promise((resolve) => setTimeout(resolve, 50)); export const value = 42;";
const url = `data:text/javascript,${encodeURIComponent(text)}`;
if (isWorker) {
  const [first, second] = await Promise.all(
    [import(url), import(url)].map(async (module) => (await module).value),
  );
  parentPort.postMessage([first, second]);
} else {
  const values = await next(new Worker(new URL(import.meta.url)), "message");
  expectSame("their values", values.join(), "42,42");
}
