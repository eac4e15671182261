// What a web worker throws is an `error` event of the worker, with the error's message.
import { expect, isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  throw new RangeError("thrown in the worker");
} else {
  const event = await nextEvent(new Worker(import.meta.url, { type: "module" }), "error");
  expect(event.message.includes("thrown in the worker"), `the message is ${JSON.stringify(event.message)}`);
}
