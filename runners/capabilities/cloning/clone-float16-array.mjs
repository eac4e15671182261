// `structuredClone()` keeps a `Float16Array`.
import { expect, expectSame, shown } from "../support/probe.mjs";

const clone = structuredClone(new Float16Array([1.5]));
expect(clone instanceof Float16Array, `it is ${shown(clone)}`);
expectSame("its number", clone[0], 1.5);
