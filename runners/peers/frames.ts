import { Buffer } from "node:buffer";
import { deserialize, serialize } from "node:v8";

/** A value as it goes through a pipe: its length in four bytes, and its structured clone. */
export function frame(value: unknown): Uint8Array {
  const bytes = serialize(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Takes what comes out of a pipe, piece by piece, and hands on each value that is complete. */
export function unframe(received: (value: unknown) => void): (piece: Uint8Array) => void {
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32LE()) {
      const end = 4 + rest.readUInt32LE();
      const value: unknown = deserialize(rest.subarray(4, end));
      rest = rest.subarray(end);
      received(value);
    }
  };
}
