// To post a `Proxy` throws a `DataCloneError`, and calls none of its traps.
import { MessageChannel } from "node:worker_threads";
import { expect, expectSame } from "../support/probe.mjs";

const called = [];
const traps = new Proxy({}, { get: (_, name) => void called.push(name) });
let thrown;
try {
  new MessageChannel().port1.postMessage(new Proxy({}, traps));
} catch (error) {
  thrown = error;
}
expect(thrown !== undefined, "it was posted");
expectSame("the name of the error", thrown.name, "DataCloneError");
expectSame("the traps that were called", called.join(), "");
