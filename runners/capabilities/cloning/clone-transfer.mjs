// `structuredClone(value, { transfer })` moves a buffer.
import { expectSame } from "../support/probe.mjs";

const buffer = new ArrayBuffer(8);
const clone = structuredClone({ buffer }, { transfer: [buffer] });
expectSame("the length of the clone", clone.buffer.byteLength, 8);
expectSame("the length of what was moved", buffer.byteLength, 0);
