/**
 * Refuses what cannot be cloned although the runtime posts it, as an empty object: of the classes of the web, such as `URL`
 * or `Headers`. Does nothing where the runtime refuses by itself.
 *
 * @param transfer what moves need not be cloned
 * @throws {DOMException} a `DataCloneError`
 */
export function refuseUncloneable(value: unknown, transfer: readonly Transferable[] = []): void {
  if (isUncloneable === undefined || typeof value !== "object" || value === null || isPlain(value)) return;
  const seen = new Set<object>(transfer);
  const open: object[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (isRefused(next, isUncloneable)) {
      const kind = Object.prototype.toString.call(next).slice(8, -1);
      throw new DOMException(
        `Cannot post the ${kind} to another thread: it cannot be cloned`,
        "DataCloneError",
      );
    }
    for (const part of partsOf(next)) if (typeof part === "object" && part !== null) open.push(part);
  }
}

/** Says which those are, on this thread. The runner of a runtime that needs it does. */
export function installUncloneable(is: (value: object) => boolean): void {
  isUncloneable = is;
}

let isUncloneable: ((value: object) => boolean) | undefined;

// What a getter throws is thrown to whoever posts it, and a proxy is refused then.

/** Whether nothing is in it but lists, plain objects and memory: quick, since most are, and so it gives up where that could take long. */
function isPlain(value: object): boolean {
  let left = mostPlain;
  try {
    return holdsPlain(value, 0);
  } catch {
    return false;
  }

  function holdsPlain(value: object, depth: number): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    left -= 1;
    if (left < 0 || depth > deepestPlain) return false;
    if (prototype === Array.prototype) {
      const list = value as readonly unknown[];
      left -= list.length;
      for (let at = 0; left >= 0 && at < list.length; at++) if (!isPlainPart(list[at], depth)) return false;
      return left >= 0;
    }
    if (prototype !== Object.prototype) return isMemory(value);
    const record = value as Readonly<Record<string, unknown>>;
    for (const key in record) if (!isPlainPart(record[key], depth)) return false;
    return true;
  }

  function isPlainPart(part: unknown, depth: number): boolean {
    return typeof part !== "object" || part === null || holdsPlain(part, depth + 1);
  }
}

function isMemory(value: object): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;
}

const mostPlain = 1_000_000;
const deepestPlain = 50;

function isRefused(value: object, is: (value: object) => boolean): boolean {
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype !== Object.prototype && prototype !== Array.prototype && is(value);
  } catch {
    return false;
  }
}

/** What structured clone looks into. */
function partsOf(value: object): Iterable<unknown> {
  try {
    if (ArrayBuffer.isView(value)) return [];
    if (value instanceof Map) return [...Map.prototype.entries.call(value)].flat();
    if (value instanceof Set) return [...Set.prototype.values.call(value)];
    return value instanceof Error ? [value.cause] : Object.values(value);
  } catch {
    return [];
  }
}
