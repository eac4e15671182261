// A web worker starts from a `data:` URL.
import { expectSame, nextEvent } from "../support/probe.mjs";

const worker = new Worker("data:text/javascript,postMessage(42)", { type: "module" });
const { data } = await nextEvent(worker, "message");
expectSame("the message", data, 42);
