// `structuredClone()` keeps maps, sets, dates, regular expressions, bigints and objects that hold themselves.
import { expect, expectSame } from "../support/probe.mjs";

const value = {
  map: new Map([["a", new Set([1])]]),
  date: new Date(42),
  pattern: /a/gi,
  big: 42n,
  none: undefined,
};
value.self = value;
const clone = structuredClone(value);
expect(clone !== value && clone.self === clone, "it does not hold itself");
expect(
  clone.map instanceof Map && clone.map.get("a") instanceof Set && clone.map.get("a").has(1),
  "the map is another",
);
expectSame("the date", clone.date.getTime(), 42);
expectSame("the pattern", String(clone.pattern), "/a/gi");
expectSame("the bigint", clone.big, 42n);
expect("none" in clone, "what is undefined is not there");
