import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expectEqual } from "../../../shared/workloads/support/expect-equal.ts";

describe("expectEqual", () => {
  const equal: [unknown, unknown][] = [
    [1, 1],
    [Number.NaN, Number.NaN],
    [2n, 2n],
    ["a", "a"],
    [null, null],
    [
      [1, [2, 3]],
      [1, [2, 3]],
    ],
    [
      { b: 2, a: 1 },
      { a: 1, b: 2 },
    ],
    [Float64Array.of(0, Number.NaN), Float64Array.of(0, Number.NaN)],
    [new Map([["a", { b: 1 }]]), new Map([["a", { b: 1 }]])],
  ];
  for (const [actual, expected] of equal) {
    it(`accepts ${shown(actual)}`, () => expectEqual(actual, expected, "it"));
  }

  const different: [unknown, unknown, string][] = [
    [1, 2, "it is 1, should be 2"],
    [1, 1n, "it is 1, should be 1n"],
    [0, -0, "it is 0, should be 0"],
    ["1", 1, 'it is "1", should be 1'],
    [null, {}, "it is null, should be a Object"],
    [[1], [1, 2], "the length of it is 1, should be 2"],
    [[1, [2, 4]], [1, [2, 3]], "it, at 1,, at 1, is 4, should be 3"],
    [Float64Array.of(1), Float32Array.of(1), "it is a Float64Array, should be a Float32Array"],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 3), "it, at 1, is 2, should be 3"],
    [{ a: 1 }, { a: 1, b: undefined }, 'the keys of it is "a", should be "a,b"'],
    [{ a: 1 }, { a: 2 }, 'it, at "a", is 1, should be 2'],
    [new Map([["a", 1]]), new Map([["b", 1]]), 'it, at "b", is undefined, should be 1'],
  ];
  for (const [actual, expected, message] of different) {
    it(`refuses ${shown(actual)} for ${shown(expected)}, and says where they differ`, () => {
      assert.throws(() => expectEqual(actual, expected, "it"), { name: "RangeError", message });
    });
  }
});

function shown(value: unknown): string {
  return Object.is(value, -0) ? "-0" : `${typeof value} ${String(value)}`;
}
