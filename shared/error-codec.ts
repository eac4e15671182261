/**
 * Makes of what was thrown something that can be posted to another thread, whatever it is.
 *
 * Structured clone alone turns most errors into plain `Error`s and drops `errors`, `code` and own properties, on Bun
 * `cause` as well. Here an error keeps its nearest built-in class, `name`, `message`, `stack`, `cause`, `errors`,
 * `code` and what it has of own properties, as far as they can be cloned. Errors that are linked, in circles too, stay
 * linked as they were.
 */
export function encodeThrown(thrown: unknown): EncodedThrown {
  return encode(thrown, new Map(), 0) ?? encodeThrown(asError(thrown) ?? cloningError(thrown));
}

/** What to throw on this thread for it: an error of the built-in class, or a thrown non-error as it was. */
export function decodeThrown(encoded: EncodedThrown): unknown {
  return decode(encoded, new Map());
}

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

/** The classes that every thread has, and how each is made. */
const classes: ReadonlyMap<string, (message: string, name: string) => Error> = new Map([
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(
    (type) => [type.name, (message: string): Error => new type(message)] as const,
  ),
  ["AggregateError", (message: string): Error => new AggregateError([], message)],
  ["DOMException", (message: string, name: string): Error => new DOMException(message, name)],
]);

/** Causes of causes are carried up to here: cloning, too, has to fit on the stack. */
const deepest = 500;
/** These have fields of their own in the encoded form. */
const apart: ReadonlySet<string> = new Set(["name", "message", "stack"]);
/** These matter although they are often not enumerable. */
const hidden: readonly string[] = ["cause", "errors", "code"];

type Seen<Key, Value> = Map<Key, Value>;

/** `undefined` for what cannot be cloned. */
function encode(
  thrown: unknown,
  seen: Seen<unknown, EncodedThrown>,
  depth: number,
): EncodedThrown | undefined {
  const known = seen.get(thrown);
  if (known !== undefined) return known;
  if (depth > deepest) return undefined;
  if (Array.isArray(thrown) && thrown.some(isError)) {
    const items: EncodedThrown[] = [];
    const list = { kind: "list", items } as const;
    seen.set(thrown, list);
    for (const item of thrown)
      items.push(encode(item, seen, depth + 1) ?? { kind: "value", value: undefined });
    return list;
  }
  if (!isError(thrown))
    return cloningError(thrown) === undefined ? { kind: "value", value: thrown } : undefined;
  const nearest = nearestClass(thrown);
  const error: EncodedError = {
    kind: "error",
    class: nearest,
    name: text(thrown, "name", nearest),
    message: text(thrown, "message", ""),
    stack: text(thrown, "stack", ""),
    properties: [],
  };
  seen.set(thrown, error);
  for (const key of new Set([
    ...Object.keys(thrown),
    ...hidden.filter((key) => Object.hasOwn(thrown, key)),
  ])) {
    const value = apart.has(key) ? undefined : encode(read(thrown, key), seen, depth + 1);
    if (value === undefined) continue;
    const enumerable = Object.prototype.propertyIsEnumerable.call(thrown, key);
    error.properties.push({ key, enumerable, value });
  }
  return error;
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
  const make = classes.get(encoded.class) ?? ((message: string): Error => new Error(message));
  const error = make(encoded.message, encoded.name);
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

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
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

function nearestClass(error: Error): string {
  let prototype: unknown = Object.getPrototypeOf(error);
  while (typeof prototype === "object" && prototype !== null) {
    const type = Object.hasOwn(prototype, "constructor") ? read(prototype, "constructor") : undefined;
    if (typeof type === "function" && classes.has(type.name)) return type.name;
    prototype = Object.getPrototypeOf(prototype);
  }
  return "Error";
}

/** A getter of the task's may throw, and must not hide the error that it belongs to. */
function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

function text(error: Error, key: string, otherwise: string): string {
  const value = read(error, key);
  return typeof value === "string" ? value : otherwise;
}

/** Why the value cannot be cloned; `undefined` if it can. */
function cloningError(value: unknown): unknown {
  if (
    value === null ||
    (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol")
  ) {
    return undefined;
  }
  try {
    structuredClone(value);
    return undefined;
  } catch (error) {
    return isError(error) ? error : new DOMException("A thrown value cannot be cloned", "DataCloneError");
  }
}
