// `Atomics.waitAsync()` with a timeout holds the process until that.
import { expectSame, waitFor } from "../support/probe.mjs";

const { value } = Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
expectSame("how it ended", await waitFor("its timeout", value), "timed-out");
