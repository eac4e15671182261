// `structuredClone()` makes a plain `Error` of one with a name that is not known, as the standard has it.
import { expectSame } from "../support/probe.mjs";

const clone = structuredClone(Object.assign(new Error("text"), { name: "MyError" }));
expectSame("its name", clone.name, "Error");
expectSame("its message", clone.message, "text");
