/**
 * Throws unless both are the same by value: primitives, arrays, typed arrays, maps, plain objects. Numbers have to be
 * the same to the last bit.
 *
 * @throws {RangeError} that says where they differ first: `the result of "n-queens" is 13, should be 14200`
 */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (Object.is(actual, expected)) return;
  if (!isCompound(actual) || !isCompound(expected) || actual.constructor !== expected.constructor) {
    throw new RangeError(`${what} is ${show(actual)}, should be ${show(expected)}`);
  }
  if (actual instanceof Map && expected instanceof Map) {
    expectEqual(actual.size, expected.size, `the size of ${what}`);
    for (const [key, value] of expected) expectEqual(actual.get(key), value, `${what}, at ${show(key)},`);
  } else if (isBytes(actual) && isBytes(expected) && sameBytes(actual, expected)) {
    return;
  } else if (isList(actual) && isList(expected)) {
    expectEqual(actual.length, expected.length, `the length of ${what}`);
    for (let index = 0; index < expected.length; index++) {
      // Compared here as well, because there can be millions of them.
      if (actual[index] === expected[index] && actual[index] !== 0) continue;
      expectEqual(actual[index], expected[index], `${what}, at ${index},`);
    }
  } else {
    expectEqual(
      Object.keys(actual).sort().join(),
      Object.keys(expected).sort().join(),
      `the keys of ${what}`,
    );
    for (const [key, value] of Object.entries(expected)) {
      expectEqual((actual as Record<string, unknown>)[key], value, `${what}, at ${show(key)},`);
    }
  }
}

const isCompound = (value: unknown): value is object => typeof value === "object" && value !== null;

const isList = (value: object): value is ArrayLike<unknown> & object =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);

const isBytes = (value: object): value is Uint8Array => value instanceof Uint8Array;

/** Compares four at a time, because there can be millions of them. */
function sameBytes(actual: Uint8Array, expected: Uint8Array): boolean {
  const { length } = expected;
  if (actual.length !== length || actual.byteOffset % 4 !== 0 || expected.byteOffset % 4 !== 0) return false;
  const words = length >> 2;
  const [first, second] = [actual, expected].map(
    ({ buffer, byteOffset }) => new Uint32Array(buffer, byteOffset, words),
  );
  for (let index = 0; index < words; index++) if (first?.[index] !== second?.[index]) return false;
  for (let index = 4 * words; index < length; index++) if (actual[index] !== expected[index]) return false;
  return true;
}

function show(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  if (isCompound(value)) return `a ${value.constructor?.name ?? "object"}`;
  return typeof value === "bigint" ? `${value}n` : String(value);
}
