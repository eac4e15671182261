// `structuredClone()` keeps a `DOMException`, with its name.
import { expect, expectSame, shown } from "../support/probe.mjs";

const clone = structuredClone(new DOMException("text", "AbortError"));
expect(clone instanceof DOMException, `it is ${shown(clone)}`);
expectSame("its name", clone.name, "AbortError");
