import { type RingReader, type RingWriter, wordsOfText } from "./ring.ts";

/** Most words that the values of one call, or its result, may take. What is larger travels in a message. */
const mostWords = 64;
/** Most that keys which are spelled out may take beside that, once: they must not keep a whole kind of objects out. */
const mostKeyWords = 128;
/** So much room a ring needs for what {@link ValueWriter.put} may put. */
export const mostValueWords: number = mostWords + mostKeyWords;

/**
 * Puts small values into a ring, to arrive as structured clone would make them: what JSON has, and `undefined`, bigints
 * and numbers of all kinds. The first thousand keys of objects are spelled out once.
 *
 * Two things no code can tell from a plain object: one whose prototype was taken from it (`Object.setPrototypeOf(new Map(),
 * Object.prototype)`), and one for which `markAsUncloneable` was called. They arrive as plain objects.
 */
export class ValueWriter {
  readonly #ring: RingWriter;
  readonly #isProxy: (value: object) => boolean;
  readonly #keys = new Map<string, number>();
  /** Those of them that are not known to the reader yet. */
  readonly #newKeys: string[] = [];
  /** What the values consist of: a message keeps what is there twice one and the same. */
  readonly #objects: object[] = [];
  #roomLeft = 0;
  #keyRoomLeft = 0;

  /** @param isProxy whether it is a `Proxy`: no code can tell, and structured clone refuses them */
  constructor(ring: RingWriter, isProxy: (value: object) => boolean) {
    this.#ring = ring;
    this.#isProxy = isProxy;
  }

  /**
   * Puts the values, and tells whether it did: it puts none if they are too many words, or if there is something in them
   * that only a message can carry. A getter in them has been called by then, and will be again for the message. What it
   * throws comes through, and then none was put either. While it runs, nothing else must be put.
   */
  put(values: readonly unknown[]): boolean {
    const start = this.#ring.position;
    this.#roomLeft = mostWords;
    this.#keyRoomLeft = mostKeyWords;
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      if (typeof value === "object" && value !== null) return this.#putWithObjects(values, at, start);
      if (!this.#putPrimitive(value)) return this.#undo(start);
    }
    return true;
  }

  /** From the first object on: only these need somebody to tidy up. */
  #putWithObjects(values: readonly unknown[], from: number, start: number): boolean {
    let isDone = false;
    try {
      let at = from;
      while (at < values.length && this.#put(values[at])) at += 1;
      isDone = at === values.length;
    } finally {
      this.#objects.length = 0;
      if (!isDone) this.#undo(start);
      if (this.#newKeys.length > 0) this.#newKeys.length = 0;
    }
    return isDone;
  }

  #put(value: unknown): boolean {
    return typeof value === "object" && value !== null ? this.#putObject(value) : this.#putPrimitive(value);
  }

  #putPrimitive(value: unknown): boolean {
    const ring = this.#ring;
    switch (typeof value) {
      case "number":
        if (!this.#fits(2)) return false;
        ring.put(isInt32(value) ? tag.int32 : tag.number);
        ring.put(value);
        return true;
      case "string":
        if (!this.#fits(2 + wordsOfText(value.length))) return false;
        ring.put(tag.text);
        ring.put(value.length);
        ring.putText(value);
        return true;
      case "bigint":
        return this.#putInteger(value);
      case "function":
      case "symbol":
        return false;
      default:
        if (!this.#fits(1)) return false;
        ring.put(
          value === undefined ? tag.undefined : value === null ? tag.null : value ? tag.true : tag.false,
        );
        return true;
    }
  }

  #fits(words: number): boolean {
    this.#roomLeft -= words;
    return this.#roomLeft >= 0;
  }

  /** The size and the sign first, then 64 bits at a time, the lowest first. */
  #putInteger(value: bigint): boolean {
    let rest = value < 0n ? -value : value;
    const limbs = limbsOf(rest);
    if (!this.#fits(2 + limbs)) return false;
    this.#ring.put(tag.integer);
    this.#ring.put(value < 0n ? -limbs : limbs);
    for (let limb = 0; limb < limbs; limb++) {
      this.#ring.putLimb(BigInt.asIntN(64, rest));
      rest >>= 64n;
    }
    return true;
  }

  #putObject(value: object): boolean {
    if (this.#isProxy(value) || this.#objects.includes(value)) return false;
    this.#objects.push(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Array.prototype) return Array.isArray(value) && this.#putList(value);
    // `arguments` and others have the prototype of a plain object too.
    const isRecord = prototype === Object.prototype && kindOf(value) === "[object Object]";
    return isRecord && this.#putRecord(value as Record<string, unknown>);
  }

  #putRecord(record: Record<string, unknown>): boolean {
    const keys = Object.keys(record);
    if (!this.#fits(2)) return false;
    this.#ring.put(tag.record);
    this.#ring.put(keys.length);
    for (const key of keys) {
      if (!this.#putKey(key)) return false;
      const value = record[key];
      // A getter may have taken away what comes after it.
      if ((value === undefined && !Object.hasOwn(record, key)) || !this.#put(value)) return false;
    }
    return true;
  }

  #putKey(key: string): boolean {
    if (!this.#fits(1)) return false;
    const known = this.#keys.get(key);
    this.#ring.put(known ?? newKey);
    if (known !== undefined) return true;
    this.#keyRoomLeft -= 1 + wordsOfText(key.length);
    if (this.#keyRoomLeft < 0) return false;
    this.#ring.put(key.length);
    this.#ring.putText(key);
    if (this.#keys.size < mostKeys) {
      this.#keys.set(key, this.#keys.size);
      this.#newKeys.push(key);
    }
    return true;
  }

  /** An array without holes, and without properties of its own. */
  #putList(list: readonly unknown[]): boolean {
    const { length } = list;
    if (!this.#fits(2) || length > this.#roomLeft) return false;
    const keys = Object.keys(list);
    if (keys.length !== length || (length > 0 && keys[length - 1] !== `${length - 1}`)) return false;
    this.#ring.put(tag.list);
    this.#ring.put(length);
    for (let at = 0; at < length; at++) if (!this.#put(list[at])) return false;
    return true;
  }

  #undo(start: number): false {
    this.#ring.rewind(start);
    for (const key of this.#newKeys) this.#keys.delete(key);
    return false;
  }
}

/** Takes the values out again that a {@link ValueWriter} has put. It has to take all of them, in their order. */
export class ValueReader {
  readonly #ring: RingReader;
  readonly #keys: string[] = [];

  constructor(ring: RingReader) {
    this.#ring = ring;
  }

  take(): unknown {
    const ring = this.#ring;
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
        return ring.takeText(ring.take() | 0);
      case tag.record:
        return this.#takeRecord();
      case tag.list:
        return this.#takeList();
      default:
        return this.#takeInteger();
    }
  }

  #takeInteger(): bigint {
    const size = this.#ring.take() | 0;
    let value = 0n;
    for (let limb = 0; limb < Math.abs(size); limb++) {
      value |= BigInt.asUintN(64, this.#ring.takeLimb()) << BigInt(64 * limb);
    }
    return size < 0 ? -value : value;
  }

  #takeRecord(): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    const size = this.#ring.take() | 0;
    for (let at = 0; at < size; at++) {
      const key = this.#takeKey();
      const value = this.take();
      if (!(key in record)) record[key] = value;
      // To assign to what every object has would call a setter, or be refused.
      else
        Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return record;
  }

  #takeKey(): string {
    const index = this.#ring.take() | 0;
    if (index !== newKey) return this.#keys[index] as string;
    const key = this.#ring.takeText(this.#ring.take() | 0);
    if (this.#keys.length < mostKeys) this.#keys.push(key);
    return key;
  }

  #takeList(): unknown[] {
    const list: unknown[] = [];
    const length = this.#ring.take() | 0;
    for (let at = 0; at < length; at++) list.push(this.take());
    return list;
  }
}

/** `[object Object]` for a plain one; structured clone does not ask, so what throws is for a message to find out. */
function kindOf(value: object): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return "";
  }
}

/** At least 1, and at most 3: a larger one is too large. */
function limbsOf(value: bigint): number {
  if (value < twoLimbs) return 1;
  if (value < threeLimbs) return 2;
  return value < fourLimbs ? 3 : mostWords;
}

const twoLimbs = 1n << 64n;
const threeLimbs = 1n << 128n;
const fourLimbs = 1n << 192n;

/** Stands for the number of a key that is spelled out, because it is the first of that name, or there are too many. */
const newKey = -1;
/** Most keys that have a number. */
const mostKeys = 1024;

/** Engines calculate faster with what they know to be one, and a word of a ring is none; -0 is none either. */
function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

const tag = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  int32: 4,
  number: 5,
  text: 6,
  integer: 7,
  record: 8,
  list: 9,
} as const;
