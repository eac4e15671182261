// A web worker whose module does not exist has an `error` event.
import { nextEvent } from "../support/probe.mjs";

const worker = new Worker(new URL("./no-such-module.mjs", import.meta.url), { type: "module" });
await nextEvent(worker, "error");
