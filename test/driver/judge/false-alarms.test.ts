import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  misrateOf,
  possibleFalseAlarms,
  type TestedSeries,
} from "../../../scripts/driver/judge/false-alarms.ts";

/** The comparisons of so many contenders with each other, of which some are found to differ. */
function rivals(contenders: number, found: number, family = "time"): TestedSeries[] {
  const names = Array.from({ length: contenders }, (_, index) => `${family} ${index}`);
  return names
    .flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const))
    .map((between, index) => ({ family, between, isFound: index < found }));
}

describe("possibleFalseAlarms", () => {
  it("counts each series of which nothing is known, and none that is found", () => {
    assert.equal(possibleFalseAlarms([]), 0);
    assert.equal(possibleFalseAlarms([...rivals(2, 0, "a"), ...rivals(2, 1, "b"), ...rivals(2, 0, "c")]), 2);
  });

  it("counts as many of one family as there are if all contenders are the same but one", () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((found) => possibleFalseAlarms(rivals(3, found))),
      [3, 1, 1, 0],
    );
    assert.deepEqual(
      [0, 1, 3, 4, 6].map((found) => possibleFalseAlarms(rivals(4, found))),
      [6, 3, 3, 2, 0],
    );
  });
});

describe("misrateOf", () => {
  it("allows one false alarm in two thousand comparisons, and in seventy runs, however many figures there are", () => {
    for (const figures of [1, 2, 5]) {
      for (const possible of [0, 1, 10, 70, 1000]) {
        const misrate = misrateOf(figures, possible);
        assert.ok(misrate * figures <= 0.0005 * (1 + 1e-9));
        assert.ok(misrate * possible <= 0.014 * (1 + 1e-9));
        assert.ok(misrate > 0);
      }
    }
  });
});
