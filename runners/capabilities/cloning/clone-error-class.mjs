// `structuredClone()` keeps the class, message and stack of an error.
import { expect, expectSame, shown } from "../support/probe.mjs";

const error = new RangeError("text");
const clone = structuredClone(error);
expect(clone instanceof RangeError, `it is ${shown(clone)}`);
expectSame("its message", clone.message, "text");
expectSame("its stack", clone.stack, error.stack);
