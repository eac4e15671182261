// `markAsUncloneable()` keeps an object from being posted: that throws a `DataCloneError`.
import * as threads from "node:worker_threads";
import { expect, expectSame } from "../support/probe.mjs";

const { port1 } = new threads.MessageChannel();
const object = { a: 1 };
threads.markAsUncloneable(object);
let thrown;
try {
  port1.postMessage(object);
} catch (error) {
  thrown = error;
}
expect(thrown !== undefined, "it was posted");
expectSame("the name of the error", thrown.name, "DataCloneError");
