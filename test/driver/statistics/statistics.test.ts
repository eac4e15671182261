import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mean, median, medianInterval, quantile } from "../../../scripts/driver/statistics/median.ts";

describe("statistics", () => {
  it("says undefined, never 0, of no values", () => {
    assert.deepEqual([median([]), mean([]), quantile([], 0.5), medianInterval([])], Array(4).fill(undefined));
  });

  it("median is the middle value, or the mean of the two middle ones", () => {
    assert.equal(median([5, 1, 9]), 5);
    assert.equal(median([5, 1, 9, 7]), 6);
  });

  it("quantile is the nearest rank", () => {
    const values = Array.from({ length: 20 }, (_, index) => 20 - index);
    assert.deepEqual(
      [0, 0.5, 0.95, 1].map((p) => quantile(values, p)),
      [1, 10, 19, 20],
    );
  });

  // Ranks from a table of the binomial distribution: the largest k with 2·P(X < k) ≤ 5 %, X ~ B(n, ½).
  for (const [n, k] of [
    [6, 1],
    [8, 1],
    [9, 2],
    [12, 3],
    [15, 4],
    [20, 6],
    [25, 8],
    [100, 40],
  ] as const) {
    it(`medianInterval of ${n} values goes from the ${k}. smallest to the ${k}. largest`, () => {
      const values = Array.from({ length: n }, (_, index) => index + 1).reverse();
      assert.deepEqual(medianInterval(values), { low: k, high: n + 1 - k });
    });
  }

  it("medianInterval needs 6 values for 95 %", () => {
    assert.equal(medianInterval([1, 2, 3, 4, 5]), undefined);
  });

  it("the functions leave their argument as it was", () => {
    const values = [3, 1, 2, 6, 5, 4];
    median(values);
    quantile(values, 0.5);
    medianInterval(values);
    assert.deepEqual(values, [3, 1, 2, 6, 5, 4]);
  });
});
