// `structuredClone()` keeps an `ArrayBuffer` resizable.
import { expectSame } from "../support/probe.mjs";

const clone = structuredClone(new ArrayBuffer(8, { maxByteLength: 16 }));
expectSame("whether it is resizable", clone.resizable, true);
expectSame("how long it can become", clone.maxByteLength, 16);
