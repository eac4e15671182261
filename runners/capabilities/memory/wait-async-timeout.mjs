// `Atomics.waitAsync()` with a timeout resolves to `"timed-out"`.
import { expectSame, waitFor } from "../support/probe.mjs";

const holds = setInterval(() => {}, 1000);
const { value } = Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
expectSame("how it ended", await waitFor("its timeout", value), "timed-out");
clearInterval(holds);
