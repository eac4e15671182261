// `markAsUntransferable()` keeps a buffer from being moved: transferring it throws a `DataCloneError`, or copies it.
import { MessageChannel, markAsUntransferable } from "node:worker_threads";
import { expectSame } from "../support/probe.mjs";

const { port1 } = new MessageChannel();
const buffer = new ArrayBuffer(8);
markAsUntransferable(buffer);
try {
  port1.postMessage(buffer, [buffer]);
} catch (error) {
  expectSame("the name of the error", error.name, "DataCloneError");
}
expectSame("its length afterwards", buffer.byteLength, 8);
