import { nearestErrorClass, newError } from "./error-classes.ts";
import { refuseUncloneable } from "./uncloneable.ts";

/**
 * Makes of what was thrown something that can be posted to another thread, whatever it is, and never throws.
 *
 * Structured clone alone turns most errors into plain `Error`s and drops `errors` (probe clone-aggregate-error), `code` and own properties, on Bun
 * `cause` as well (probe clone-error-cause). Here an error keeps its nearest built-in class, `name`, `message`, `stack`, `cause`, `errors` of an
 * `AggregateError`, `error` and `suppressed` of a `SuppressedError`, `code` and what it has of own properties, as far as
 * they can be cloned. Errors that are linked, in circles too, stay linked as they were.
 */
export function encodeThrown(thrown: unknown): EncodedThrown {
  const encoded = encode(thrown, new Map(), 0) ?? encodeThrown(asError(thrown) ?? cloneOf(thrown).refusal);
  // What can be cloned in parts may nest too deep as a whole.
  if (canBePosted(encoded)) return encoded;
  return encoded.kind === "error" ? { ...encoded, properties: [] } : encodeThrown(refused());
}

/** What to throw on this thread for it: an error of the built-in class, or a thrown non-error as it was. */
export function decodeThrown(encoded: EncodedThrown): unknown {
  return decode(encoded, new Map());
}

// A program may put another one in its place.
const { structuredClone } = globalThis;

/** What {@link encodeThrown} makes. */
export type EncodedThrown =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "list"; readonly items: EncodedThrown[] }
  | EncodedError;

interface EncodedError {
  readonly kind: "error";
  readonly class: string;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly properties: { key: string; enumerable: boolean; value: EncodedThrown }[];
}

/** Causes of causes are carried up to here: cloning, too, has to fit on the stack. */
const deepest = 500;
/** Getters may give new errors without end. */
const mostErrors = 1_000_000;
/** These have fields of their own in the encoded form. */
const apart: ReadonlySet<string> = new Set(["name", "message", "stack"]);
/** These matter although they are often not enumerable. What cannot be cloned of them becomes `undefined`, and stays there. */
const hidden: readonly string[] = ["cause", "errors", "code", "error", "suppressed"];
/** These some errors have from their class: those of Bun's own modules their code, and a `QuotaExceededError` its numbers. */
const inherited: Readonly<Record<string, string>> = { code: "string", quota: "number", requested: "number" };
const nothing: EncodedThrown = { kind: "value", value: undefined };

type Seen<Key, Value> = Map<Key, Value>;

/** `undefined` for what cannot be cloned. */
function encode(
  thrown: unknown,
  seen: Seen<unknown, EncodedThrown>,
  depth: number,
): EncodedThrown | undefined {
  const known = seen.get(thrown);
  if (known !== undefined) return known;
  if (depth > deepest || seen.size > mostErrors) return undefined;
  if (isListOfErrors(thrown)) return listOf(thrown);
  if (!isError(thrown)) {
    const clone = cloneOf(thrown);
    return clone.refusal === undefined ? { kind: "value", value: clone.value } : undefined;
  }
  const nearest = nearestErrorClass(thrown);
  const error: EncodedError = {
    kind: "error",
    class: nearest,
    name: text(thrown, "name", nearest.slice(nearest.lastIndexOf(".") + 1)),
    message: text(thrown, "message", ""),
    stack: text(thrown, "stack", ""),
    properties: [],
  };
  seen.set(thrown, error);
  for (const key of attempt(() => Object.keys(thrown), [])) add(key, true);
  for (const key of hidden)
    if (!attempt(() => isEnumerable.call(thrown, key), true) && isOwn(key)) add(key, false);
  for (const [key, type] of Object.entries(inherited))
    if (typeof read(thrown, key) === type && isOwn(key) === false) add(key, false);
  return error;

  /** `undefined` where it does not say. */
  function isOwn(key: string): boolean | undefined {
    return attempt(() => Object.hasOwn(thrown as Error, key), undefined);
  }

  function add(key: string, enumerable: boolean): void {
    if (apart.has(key)) return;
    const held = read(thrown as Error, key);
    const isListed = key === "errors" && nearest === "AggregateError" && isList(held);
    const value = encode(held, seen, depth + 1) ?? (isListed ? listOf(held) : undefined);
    if (value !== undefined) error.properties.push({ key, enumerable, value });
    else if (hidden.includes(key) && depth < deepest)
      error.properties.push({ key, enumerable, value: nothing });
  }

  /** What cannot be cloned leaves its place empty. */
  function listOf(list: readonly unknown[]): EncodedThrown {
    const items: EncodedThrown[] = [];
    seen.set(list, { kind: "list", items });
    for (let at = 0; at < list.length; at++) items.push(encode(read(list, at), seen, depth + 1) ?? nothing);
    return { kind: "list", items };
  }
}

function decode(encoded: EncodedThrown, seen: Seen<EncodedThrown, unknown>): unknown {
  if (encoded.kind === "value") return encoded.value;
  const known = seen.get(encoded);
  if (known !== undefined) return known;
  if (encoded.kind === "list") {
    const items: unknown[] = [];
    seen.set(encoded, items);
    for (const item of encoded.items) items.push(decode(item, seen));
    return items;
  }
  const error = newError(encoded.class, encoded.message, encoded.name);
  seen.set(encoded, error);
  // Node shows an error that nobody catches below the line that this was called in, unless the comment there asks it not to.
  Error.captureStackTrace?.(error); // node-do-not-add-exception-line
  if (error.name !== encoded.name) define(error, "name", encoded.name);
  define(error, "stack", encoded.stack);
  for (const { key, enumerable, value } of encoded.properties) {
    define(error, key, decode(value, seen), enumerable);
  }
  return error;
}

/** Assigning would call setters, and fail where somebody has frozen the prototypes. */
function define(error: Error, key: string, value: unknown, enumerable = false): void {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}

// Whatever is done with what was thrown may throw: getters and proxies do, and a revoked proxy always does.

function isError(value: unknown): value is Error {
  return attempt(() => value instanceof Error || tagOf.call(value) === "[object Error]", false);
}

function isListOfErrors(value: unknown): value is readonly unknown[] {
  return isList(value) && attempt(() => value.some(isError), false);
}

function isList(value: unknown): value is readonly unknown[] {
  // One with holes may say to be four billion items long.
  return attempt(() => Array.isArray(value) && value.length <= mostErrors, false);
}

/** Of what only looks like an error, as the messages of Bun's resolver do, an error with the same text. */
function asError(thrown: unknown): Error | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const message = read(thrown, "message");
  const name = read(thrown, "name");
  if (typeof message !== "string" || typeof name !== "string") return undefined;
  const error = new Error(message);
  define(error, "name", name);
  return error;
}

function read(value: object, key: string | number): unknown {
  return attempt(() => Reflect.get(value, key), undefined);
}

function text(error: Error, key: string, otherwise: string): string {
  const value = read(error, key);
  return value === undefined ? otherwise : attempt(() => String(value), otherwise);
}

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

/** What arrives of the value, whatever its getters do the next time; or why it cannot be cloned. */
function cloneOf(value: unknown): { value: unknown; refusal?: undefined } | { refusal: Error } {
  const isPrimitive = value === null || !["object", "function", "symbol"].includes(typeof value);
  if (isPrimitive) return { value };
  try {
    refuseUncloneable(value);
    // Deno looks at what it is given before it clones (probe proxy-is-refused), and a proxy may not let it.
    const [clone] = structuredClone([value]);
    return { value: clone };
  } catch (error) {
    return { refusal: isError(error) ? error : refused() };
  }
}

function canBePosted(encoded: EncodedThrown): boolean {
  if (encoded.kind === "error" && encoded.properties.length === 0) return true;
  if (encoded.kind === "value" && (typeof encoded.value !== "object" || encoded.value === null)) return true;
  // It will be a part of a message, and of the outcome of a chunk.
  return attempt(() => structuredClone([[[[encoded]]]]) !== undefined, false);
}

function refused(): DOMException {
  return new DOMException("What was thrown cannot be cloned", "DataCloneError");
}

const { toString: tagOf, propertyIsEnumerable: isEnumerable } = Object.prototype;
