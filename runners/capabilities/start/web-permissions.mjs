// A web worker can be started with fewer permissions: `{ deno: { permissions: "none" } }`.
import { expectSame, nextEvent } from "../support/probe.mjs";

const script = `Deno.permissions.query({ name: "read" }).then(({ state }) => postMessage(state));`;
const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
const worker = new Worker(url, { type: "module", deno: { permissions: "none" } });
const { data } = await nextEvent(worker, "message");
expectSame("its permission to read", data === "prompt" ? "denied" : data, "denied");
