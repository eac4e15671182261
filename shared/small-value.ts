import type { RingReader, RingWriter } from "./ring.ts";

/** Most words that the values of one call, or its result, may take in a ring. What is larger travels in a message. */
export const mostValueWords = 24;

/** How many words the value takes in a ring; more than {@link mostValueWords} if it cannot be put into one. */
export function wordsOf(value: unknown): number {
  switch (typeof value) {
    case "undefined":
    case "boolean":
      return 1;
    case "number":
      return 2;
    case "string":
      return value.length > longestText ? tooMany : 2 + Math.ceil(value.length / unitsInWord);
    case "bigint":
      return value < 0n ? 2 + limbsOf(-value) : 2 + limbsOf(value);
    default:
      return value === null ? 1 : tooMany;
  }
}

/** Puts a value whose {@link wordsOf} are few enough. */
export function putValue(ring: RingWriter, value: unknown): void {
  if (typeof value === "number") {
    ring.put(isInt32(value) ? tag.int32 : tag.number);
    ring.put(value);
  } else if (typeof value === "string") {
    putText(ring, value);
  } else if (typeof value === "bigint") {
    putInteger(ring, value);
  } else if (typeof value === "boolean") {
    ring.put(value ? tag.true : tag.false);
  } else {
    ring.put(value === null ? tag.null : tag.undefined);
  }
}

/** What {@link putValue} has put. */
export function takeValue(ring: RingReader): unknown {
  switch (ring.take()) {
    case tag.undefined:
      return undefined;
    case tag.null:
      return null;
    case tag.false:
      return false;
    case tag.true:
      return true;
    case tag.int32:
      return ring.take() | 0;
    case tag.number:
      return ring.take();
    case tag.text:
      return takeText(ring);
    default:
      return takeInteger(ring);
  }
}

function putText(ring: RingWriter, text: string): void {
  ring.put(tag.text);
  ring.put(text.length);
  // Three units of 16 bits are an integer that a word holds exactly.
  for (let at = 0; at < text.length; at += unitsInWord) {
    ring.put(unit(text, at) + 0x1_0000 * unit(text, at + 1) + 0x1_0000_0000 * unit(text, at + 2));
  }
}

function takeText(ring: RingReader): string {
  const length = ring.take() | 0;
  let text = "";
  for (let at = 0; at < length; at += unitsInWord) {
    const word = ring.take();
    const low = word % 0x1_0000_0000;
    text += String.fromCharCode(low & 0xffff, low >>> 16, Math.floor(word / 0x1_0000_0000));
  }
  return text.length === length ? text : text.slice(0, length);
}

function unit(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : 0;
}

/** The size and the sign first, then 64 bits at a time, the lowest first. */
function putInteger(ring: RingWriter, value: bigint): void {
  let rest = value < 0n ? -value : value;
  const limbs = limbsOf(rest);
  ring.put(tag.integer);
  ring.put(value < 0n ? -limbs : limbs);
  for (let limb = 0; limb < limbs; limb++) {
    ring.putLimb(BigInt.asIntN(64, rest));
    rest >>= 64n;
  }
}

function takeInteger(ring: RingReader): bigint {
  const size = ring.take() | 0;
  let value = 0n;
  for (let limb = 0; limb < Math.abs(size); limb++) {
    value |= BigInt.asUintN(64, ring.takeLimb()) << BigInt(64 * limb);
  }
  return size < 0 ? -value : value;
}

/** At least 1, and at most 3: a larger one is too large. */
function limbsOf(value: bigint): number {
  if (value < twoLimbs) return 1;
  if (value < threeLimbs) return 2;
  return value < fourLimbs ? 3 : tooMany;
}

const twoLimbs = 1n << 64n;
const threeLimbs = 1n << 128n;
const fourLimbs = 1n << 192n;

const tooMany = mostValueWords + 1;
const unitsInWord = 3;
const longestText = 60;

/** Engines calculate faster with what they know to be one, and a word of a ring is none; -0 is none either. */
function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

const tag = { undefined: 0, null: 1, false: 2, true: 3, int32: 4, number: 5, text: 6, integer: 7 } as const;
