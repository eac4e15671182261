import { createHash } from "node:crypto";
import { types } from "node:util";
import { hasPlainPrototype } from "../../shared/line/has-plain-prototype.ts";

/**
 * A short hash of a workload's result, by value: equal results have equal checksums on every runtime.
 *
 * Knows what structured clone knows of plain data: primitives, arrays, plain objects (in key order), `Map`, `Set`,
 * `Date`, buffers and typed arrays, errors, regular expressions; and `Headers`, `URLSearchParams` and `FormData`. Where an
 * object holds itself, that is all it says of it. Takes time in proportion to the size of the value, however deep that is
 * and however its parts refer to each other.
 *
 * Never throws, always ends, and takes nothing out of an iterator.
 *
 * @returns `null` for what has no value that could be read: functions, objects of classes that show nothing of what they have, properties
 * with symbols, symbols, proxies, iterators and iterables of the
 * workload's own, getters that make objects or throw, buffers that have gone elsewhere, arrays with more than a million
 * holes, and objects of the runtime, such as a `Promise`, a `URL` or a `WeakMap`
 */
export function checksum(value: unknown): string | null {
  try {
    return spelledOut(value, mostRepeats) ?? spelledOut(value, 0) ?? null;
  } catch {
    // Some code of the value threw, or it is larger than what a hash, a string or a map can hold.
    return null;
  }
}

/**
 * What is held in several places is hashed in each of them, so that copies of it have the same hash. A graph of links
 * has more ways through it than anybody can go: from so many repetitions on, its objects are hashed once, and numbered.
 */
const mostRepeats = 10_000;

/** So many elements may be missing from arrays, all in all: `new Array(2 ** 32 - 1)` would take minutes. */
const mostHoles = 1_000_000;

/**
 * @param most objects that may be met again and hashed again; 0: each is hashed once, and `undefined` is never given
 * @throws {TypeError} for what has no value
 */
function spelledOut(value: unknown, most: number): string | undefined {
  const text = new TextHash();
  /** Each object that was met, by its number. */
  const met = new Map<object, number>();
  /** Each object that the walk is in, and how deep it is there. */
  const around = new Map<object, number>();
  const inside: { readonly object: object; readonly parts: Parts; done: number }[] = [];
  let repeats = 0;
  let holes = 0;

  const begin = (value: unknown): void => {
    if (typeof value === "function" || typeof value === "symbol") throw withoutValue();
    if (typeof value !== "object" || value === null) {
      text.add(primitiveText(value));
      return;
    }
    const depth = around.get(value);
    if (depth !== undefined) {
      text.add(`cycle:${inside.length - depth};`);
      return;
    }
    const number = met.get(value);
    if (number === undefined) met.set(value, met.size);
    else if (most > 0) repeats += 1;
    else {
      text.add(`again:${number};`);
      return;
    }
    const parts = partsOf(value, text);
    if (parts === undefined) return;
    around.set(value, inside.length);
    inside.push({ object: value, parts, done: 0 });
  };

  begin(value);
  for (let last = inside.at(-1); last !== undefined; last = inside.at(-1)) {
    const { items, keys, end } = last.parts;
    if (last.done === items.length) {
      text.add(end);
      around.delete(last.object);
      inside.pop();
    } else {
      const item = items[last.done];
      if (isArray(items) && items === last.object) {
        if (item === undefined && !(last.done in items) && ++holes > mostHoles) throw withoutValue();
        refuseMade(items, String(last.done), item);
      }
      if (keys !== undefined) text.add(`${JSON.stringify(keys[last.done])}=`);
      last.done += 1;
      begin(item);
      if (repeats > most) return undefined;
    }
  }
  return text.digest();
}

/** Ends with a `;`, and has none before that, unless it is spelled as JSON. */
function primitiveText(value: unknown): string {
  if (typeof value === "string" && (value.includes(";") || !value.isWellFormed())) {
    // Half of a pair would be hashed as any other half.
    return `text:${JSON.stringify(value)};`;
  }
  return `${typeof value}:${Object.is(value, -0) ? "-0" : String(value)};`;
}

/** What is in an object. */
interface Parts {
  readonly items: readonly unknown[];
  /** The names of the items, where they have any. */
  readonly keys?: readonly string[];
  /** The text behind them. */
  readonly end: string;
}

/** Adds the text of an object, up to its parts, if it has any. */
function partsOf(value: object, text: TextHash): Parts | undefined {
  if (types.isProxy(value) || value === globalThis) throw withoutValue();
  if (ArrayBuffer.isView(value)) {
    refuseOutOfBounds(value);
    text.add(`${className(value)}:${value.byteLength};`);
    text.addBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (types.isAnyArrayBuffer(value)) {
    return partsOf(new Uint8Array(value), text);
  } else if (types.isDate(value)) {
    text.add(`date:${Date.prototype.getTime.call(value)};`);
  } else if (types.isRegExp(value)) {
    text.add(`regexp:${JSON.stringify(RegExp.prototype.toString.call(value))};`);
  } else if (types.isNumberObject(value) || types.isBooleanObject(value) || types.isBigIntObject(value)) {
    text.add("Object(");
    return { items: [primitiveOf(value)], end: ")" };
  } else if (value instanceof Error) {
    // Nothing else: what an error has beside these, such as where it was thrown, is each runtime's affair.
    const { name, message } = value;
    if (typeof name === "object" || typeof message === "object") throw withoutValue();
    text.add("Error(");
    const errors = value instanceof AggregateError ? heldIn(value, "errors") : undefined;
    return { items: [name, message, heldIn(value, "cause"), errors], end: ")" };
  } else if (isArray(value)) {
    text.add(`${className(value)}(`);
    return { items: value, end: ")" };
  } else if (Symbol.iterator in value) {
    const items = itemsOf(value);
    text.add(`${className(value)}(`);
    return { items, end: ")" };
  } else {
    // That is how objects of the runtime are told from those of a class of the workload's.
    const above: object | null = Object.getPrototypeOf(value);
    if (above !== null && Symbol.toStringTag in above) throw withoutValue();
    text.add("{");
    const keys = Object.keys(value).sort();
    // A class may keep all that it has where nobody sees it.
    const isHidden = keys.length === 0 && !hasPlainPrototype(value);
    if (isHidden || hasSymbols(value)) throw withoutValue();
    return { items: keys.map((key) => heldIn(value, key)), keys, end: "}" };
  }
  return undefined;
}

function hasSymbols(value: object): boolean {
  const symbols = Object.getOwnPropertySymbols(value);
  return symbols.some((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol));
}

/** What a known collection holds, in its order. Whatever else can be iterated may never end, or only once. */
function itemsOf(value: object): readonly unknown[] {
  if (types.isMap(value)) return [...Map.prototype.entries.call(value)];
  if (types.isSet(value)) return [...Set.prototype.values.call(value)];
  if (types.isStringObject(value)) return [...String.prototype.valueOf.call(value)];
  if (value instanceof Headers) return [...Headers.prototype.entries.call(value)];
  if (value instanceof URLSearchParams) return [...URLSearchParams.prototype.entries.call(value)];
  if (value instanceof FormData) return [...FormData.prototype.entries.call(value)];
  throw withoutValue();
}

/** A property's value, which is no object that a getter has just made: those may never end. */
function heldIn(object: object, key: string): unknown {
  const value: unknown = Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined;
  refuseMade(object, key, value);
  return value;
}

function refuseMade(object: object, key: string, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (Object.getOwnPropertyDescriptor(object, key)?.get !== undefined) throw withoutValue();
}

/** As the object's class is called; a class without a name counts too. */
function className(value: object): string {
  const name: unknown = value.constructor?.name;
  if (typeof name === "object" || typeof name === "function") throw withoutValue();
  return String(name);
}

/** Throws for a view of a buffer that has gone elsewhere, or has become too small: it would look like an empty one. */
function refuseOutOfBounds(value: ArrayBufferView): void {
  if (types.isTypedArray(value)) Uint8Array.prototype.keys.call(value);
}

function primitiveOf(value: object): number | boolean | bigint {
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value);
  return BigInt.prototype.valueOf.call(value);
}

/** Unlike `Array.isArray`, it does not make what it finds an array of `any`. */
const isArray = (value: object): value is readonly unknown[] => Array.isArray(value);

const withoutValue = (): TypeError => new TypeError("Cannot hash the result by its value");

/** A hash of much text that comes in small pieces. */
class TextHash {
  readonly #hash = createHash("sha256");
  #text = "";

  add(text: string): void {
    this.#text += text;
    if (this.#text.length > 2 ** 16) this.#flush();
  }

  addBytes(bytes: Uint8Array): void {
    this.#flush();
    this.#hash.update(bytes);
  }

  digest(): string {
    this.#flush();
    return `sha256-${this.#hash.digest("hex").slice(0, 12)}`;
  }

  #flush(): void {
    this.#hash.update(this.#text);
    this.#text = "";
  }
}
