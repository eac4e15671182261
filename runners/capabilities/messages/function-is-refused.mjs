// To post a function throws a `DataCloneError`.
import { MessageChannel } from "node:worker_threads";
import { expect, expectSame } from "../support/probe.mjs";

let thrown;
try {
  new MessageChannel().port1.postMessage(() => {});
} catch (error) {
  thrown = error;
}
expect(thrown instanceof DOMException, thrown === undefined ? "it was posted" : `${thrown.name} was thrown`);
expectSame("the name of the error", thrown.name, "DataCloneError");
