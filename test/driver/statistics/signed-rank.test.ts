import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SignedRank } from "../../../scripts/driver/statistics/signed-rank.ts";
import { normalNumbers } from "../../fixtures/processes.ts";

/** The test's probability, worked out by going through all signs. */
function byAllSigns(values: readonly number[]): number {
  const ranks = values.map(Math.abs).map((value, _, all) => all.filter((other) => other <= value).length);
  const sum = (signs: readonly boolean[]): number =>
    ranks.reduce((total, rank, index) => total + (signs[index] ? rank : 0), 0);
  const middle = ranks.reduce((a, b) => a + b, 0) / 2;
  const seen = Math.abs(sum(values.map((value) => value > 0)) - middle);
  const all = 2 ** values.length;
  let as_uneven = 0;
  for (let bits = 0; bits < all; bits++) {
    const signs = values.map((_, index) => (bits & (1 << index)) !== 0);
    if (Math.abs(sum(signs) - middle) >= seen) as_uneven += 1;
  }
  return as_uneven / all;
}

describe("SignedRank", () => {
  it("gives the p that going through all signs gives", () => {
    const normal = normalNumbers(1);
    for (let size = 1; size <= 12; size++) {
      const values = Array.from({ length: size }, () => normal() + 0.5);
      assert.ok(Math.abs(new SignedRank(values).p - byAllSigns(values)) < 1e-12);
    }
  });

  it("has an interval without 0 exactly when p is at most the misrate", () => {
    const normal = normalNumbers(2);
    for (let trial = 0; trial < 300; trial++) {
      const ranks = new SignedRank(Array.from({ length: 14 }, () => normal() + 0.7));
      for (const misrate of [0.2, 0.05, 0.01, 0.001]) {
        const interval = ranks.interval(misrate);
        assert.ok(interval);
        assert.equal(interval.low > 0 || interval.high < 0, ranks.p <= misrate);
      }
    }
  });

  it("misses the centre no more often than the misrate says", () => {
    const normal = normalNumbers(3);
    let missed = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const interval = new SignedRank(Array.from({ length: 9 }, normal)).interval(0.05);
      if (interval === undefined || interval.low > 0 || interval.high < 0) missed += 1;
    }
    assert.ok(missed / 4000 < 0.06, `missed ${missed} of 4000`);
  });

  it("has no interval where there are too few values for the misrate", () => {
    assert.equal(new SignedRank([1, 2, 3, 4, 5, 6, 7]).interval(0.01), undefined);
    assert.deepEqual(new SignedRank([1, 2, 3, 4, 5, 6, 7, 8]).interval(0.01), { low: 1, high: 8 });
    assert.equal(new SignedRank([]).centre, undefined);
  });

  it("finds no difference in equal values", () => {
    const ranks = new SignedRank([0, 0, 0, 0, 0, 0, 0, 0]);
    assert.equal(ranks.centre, 0);
    assert.equal(ranks.p, 1);
  });
});
