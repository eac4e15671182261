// To post what cannot be cloned of the web's classes, such as a `URL` or `Headers`, throws a `DataCloneError`.
import { MessageChannel } from "node:worker_threads";
import { expect, expectSame } from "../support/probe.mjs";

for (const value of [new URL("about:blank"), new Headers()]) {
  const name = value.constructor.name;
  let thrown;
  try {
    new MessageChannel().port1.postMessage(value);
  } catch (error) {
    thrown = error;
  }
  expect(thrown !== undefined, `a ${name} was posted`);
  expectSame(`the name of the error for a ${name}`, thrown.name, "DataCloneError");
}
