// `structuredClone()` keeps the `cause` of an error.
import { expectSame } from "../support/probe.mjs";

const clone = structuredClone(new Error("text", { cause: new Error("why") }));
expectSame("the message of its cause", clone.cause?.message, "why");
