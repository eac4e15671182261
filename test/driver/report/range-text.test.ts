import assert from "node:assert/strict";
import { it } from "node:test";
import { rangeText } from "../../../scripts/driver/report/capabilities/asked-range.ts";

const change = (has: boolean, lastBefore: string, first: string, isExact = true) => ({
  has,
  lastBefore,
  first,
  isExact,
});

for (const [text, begins, changes] of [
  ["", undefined, []],
  ["always", true, []],
  ["no", false, []],
  ["since 2.0.0", false, [change(true, "1.9.0", "2.0.0")]],
  ["since 2.0.0 or earlier (not 1.8.0)", false, [change(true, "1.8.0", "2.0.0", false)]],
  ["until 1.9.0", true, [change(false, "1.9.0", "2.0.0")]],
  ["until 1.9.0, since 2.4.0", true, [change(false, "1.9.0", "2.0.0"), change(true, "2.3.0", "2.4.0")]],
  ["1.1.0 to 1.9.0", false, [change(true, "1.0.0", "1.1.0"), change(false, "1.9.0", "2.0.0")]],
] as const) {
  it(`rangeText() says ${JSON.stringify(text)}`, () => {
    assert.equal(rangeText({ begins, changes }), text);
  });
}
