// `resourceLimits` bound the memory of a thread: one that needs more ends with `ERR_WORKER_OUT_OF_MEMORY`, and the main thread goes on.
import { parentPort, Worker } from "node:worker_threads";
import { expect, expectSame, isWorker, waitFor } from "../support/probe.mjs";

if (isWorker) {
  const kept = [];
  for (let mb = 0; mb < 200; mb++) kept.push(new Array(125_000).fill(mb + 0.5));
  parentPort.postMessage(kept.length);
} else {
  const worker = new Worker(new URL(import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
  });
  const ended = new Promise((resolve) => {
    worker.once("error", resolve);
    worker.once("message", resolve);
  });
  const end = await waitFor("the thread's end", ended);
  expect(end instanceof Error, `the thread took ${end} MB`);
  expectSame("the error's code", end.code, "ERR_WORKER_OUT_OF_MEMORY");
}
