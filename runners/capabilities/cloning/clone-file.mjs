// `structuredClone()` keeps a `File`, with its name.
import { expect, expectSame, shown } from "../support/probe.mjs";

const clone = structuredClone(new File(["text"], "name.txt"));
expect(clone instanceof File, `it is ${shown(clone)}`);
expectSame("its name", clone.name, "name.txt");
