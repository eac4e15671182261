import { createHash, type Hash } from "node:crypto";

/**
 * A short hash of a workload's result, by value: equal results have equal checksums on every runtime.
 *
 * Knows what structured clone knows of plain data: primitives, arrays, plain objects (in key order), `Map`, `Set`,
 * `Date`, buffers and typed arrays. Where an object holds itself, that is all it says of it.
 */
export function checksum(value: unknown): string {
  const hash = createHash("sha256");
  add(hash, value, []);
  return `sha256-${hash.digest("hex").slice(0, 12)}`;
}

/** @param around the objects that `value` is in */
function add(hash: Hash, value: unknown, around: readonly object[]): void {
  if (typeof value !== "object" || value === null) {
    hash.update(`${typeof value}:${Object.is(value, -0) ? "-0" : String(value)};`);
  } else if (around.includes(value)) {
    hash.update(`cycle:${around.length - around.indexOf(value)};`);
  } else if (ArrayBuffer.isView(value)) {
    hash.update(`${value.constructor.name}:${value.byteLength};`);
    hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    add(hash, new Uint8Array(value), around);
  } else if (value instanceof Date) {
    hash.update(`date:${value.getTime()};`);
  } else if (Symbol.iterator in value) {
    hash.update(`${value.constructor.name}(`);
    const inside = [...around, value];
    for (const item of value as Iterable<unknown>) add(hash, item, inside);
    hash.update(")");
  } else {
    hash.update("{");
    const inside = [...around, value];
    for (const [key, item] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
      hash.update(`${JSON.stringify(key)}=`);
      add(hash, item, inside);
    }
    hash.update("}");
  }
}
