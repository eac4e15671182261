// What a web worker posts while its module is loaded arrives although the module goes on for long.
import { expectSame, isWorker, nextEvent } from "../support/probe.mjs";

if (isWorker) {
  const started = Date.now();
  postMessage(started);
  while (Date.now() < started + 800);
} else {
  const worker = new Worker(import.meta.url, { type: "module" });
  const { data } = await nextEvent(worker, "message");
  expectSame("whether it came while the module ran", Date.now() < data + 700, true);
}
