// `new Worker(url)` of the web's API starts a classic script, which loads another one with `importScripts()`.
import { expectSame, nextEvent } from "../support/probe.mjs";

const script = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const other = script("globalThis.loaded = 42;");
const worker = new Worker(script(`importScripts(${JSON.stringify(other)}); postMessage(globalThis.loaded);`));
const { data } = await nextEvent(worker, "message");
expectSame("what the other script has set", data, 42);
