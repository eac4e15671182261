// The `error` event of a web worker has the error itself, with its class: `event.error`.
import { expect, isWorker, nextEvent, shown } from "../support/probe.mjs";

if (isWorker) {
  throw new RangeError("thrown in the worker");
} else {
  const event = await nextEvent(new Worker(import.meta.url, { type: "module" }), "error");
  expect(event.error instanceof RangeError, `event.error is ${shown(event.error)}`);
}
