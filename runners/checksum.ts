import { createHash } from "node:crypto";

/**
 * A short hash of a workload's result, by value: equal results have equal checksums on every runtime.
 *
 * Knows what structured clone knows of plain data: primitives, arrays, plain objects (in key order), `Map`, `Set`,
 * `Date`, buffers and typed arrays, errors, regular expressions. Where an object holds itself, that is all it says of it. Takes time in
 * proportion to the size of the value, however deep that is and however its parts refer to each other.
 */
export function checksum(value: unknown): string {
  return spelledOut(value, mostRepeats) ?? spelledOut(value, 0) ?? "";
}

/**
 * What is held in several places is hashed in each of them, so that copies of it have the same hash. A graph of links
 * has more ways through it than anybody can go: from so many repetitions on, its objects are hashed once, and numbered.
 */
const mostRepeats = 10_000;

/** @param most objects that may be met again and hashed again; 0: each is hashed once, and `undefined` is never given */
function spelledOut(value: unknown, most: number): string | undefined {
  const text = new TextHash();
  /** Each object that was met, by its number. */
  const met = new Map<object, number>();
  /** Each object that the walk is in, and how deep it is there. */
  const around = new Map<object, number>();
  const inside: { readonly object: object; readonly parts: Parts; done: number }[] = [];
  let repeats = 0;

  const begin = (value: unknown): void => {
    if (typeof value !== "object" || value === null) {
      text.add(`${typeof value}:${Object.is(value, -0) ? "-0" : String(value)};`);
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
      if (keys !== undefined) text.add(`${JSON.stringify(keys[last.done])}=`);
      last.done += 1;
      begin(item);
      if (repeats > most) return undefined;
    }
  }
  return text.digest();
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
  if (ArrayBuffer.isView(value)) {
    text.add(`${value.constructor.name}:${value.byteLength};`);
    text.addBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return partsOf(new Uint8Array(value), text);
  } else if (value instanceof Date) {
    text.add(`date:${value.getTime()};`);
  } else if (value instanceof RegExp) {
    text.add(`regexp:${JSON.stringify(String(value))};`);
  } else if (value instanceof Number || value instanceof Boolean || value instanceof BigInt) {
    text.add("Object(");
    return { items: [value.valueOf()], end: ")" };
  } else if (value instanceof Error) {
    // Nothing else: what an error has beside these, such as where it was thrown, is each runtime's affair.
    const { name, message, cause } = value;
    text.add("Error(");
    return {
      items: [name, message, cause, value instanceof AggregateError ? value.errors : undefined],
      end: ")",
    };
  } else if (Symbol.iterator in value) {
    text.add(`${value.constructor?.name}(`);
    return { items: Array.isArray(value) ? value : [...(value as Iterable<unknown>)], end: ")" };
  } else {
    text.add("{");
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return { items: entries.map(([, item]) => item), keys: entries.map(([key]) => key), end: "}" };
  }
  return undefined;
}

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
