// A web worker starts a web worker.
import { expectSame, nextEvent } from "../support/probe.mjs";

const script = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const inner = script("postMessage(42)");
const outer = script(
  `new Worker(${JSON.stringify(inner)}, { type: "module" }).onmessage = ({ data }) => postMessage(data);`,
);
const { data } = await nextEvent(new Worker(outer, { type: "module" }), "message");
expectSame("the message", data, 42);
