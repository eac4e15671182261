// A web worker starts from a `blob:` URL.
import { expectSame, nextEvent } from "../support/probe.mjs";

const url = URL.createObjectURL(new Blob(["postMessage(42)"], { type: "text/javascript" }));
const worker = new Worker(url, { type: "module" });
const { data } = await nextEvent(worker, "message");
expectSame("the message", data, 42);
