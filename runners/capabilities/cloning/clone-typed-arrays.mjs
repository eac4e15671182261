// `structuredClone()` keeps two views of one buffer together.
import { expect, expectSame } from "../support/probe.mjs";

const buffer = new ArrayBuffer(8);
const clone = structuredClone([new Uint8Array(buffer, 0, 4), new Float32Array(buffer, 4, 1)]);
expect(clone[0] instanceof Uint8Array && clone[1] instanceof Float32Array, "the views are others");
expectSame("how many buffers there are", new Set(clone.map((view) => view.buffer)).size, 1);
expectSame("where the second one begins", clone[1].byteOffset, 4);
