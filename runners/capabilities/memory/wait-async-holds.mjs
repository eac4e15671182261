// `Atomics.waitAsync()` with a timeout holds the process until that.
import { expect } from "../support/probe.mjs";

let ended = false;

export function atExit() {
  expect(ended, "the process ended before");
}

const { value } = Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
value.then(() => {
  ended = true;
});
