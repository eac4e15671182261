// A web worker that ends tells its host: there is a `close` event.
import process from "node:process";
import { isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  process.exit(0);
} else {
  await nextEvent(new Worker(import.meta.url, { type: "module" }), "close");
}
