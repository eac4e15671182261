import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { studentP } from "../../../scripts/driver/statistics/student.ts";

/** So many values whose mean is so many standard errors from 0. */
function valuesWith(t: number, count: number): number[] {
  const around = Array.from({ length: count }, (_, index) => index - (count - 1) / 2);
  const squares = around.reduce((sum, value) => sum + value ** 2, 0);
  const error = Math.sqrt(squares / (count - 1) / count);
  return around.map((value) => value + t * error);
}

describe("studentP", () => {
  const table: readonly (readonly [freedom: number, t: number, p: number])[] = [
    [1, 12.706, 0.05],
    [2, 4.303, 0.05],
    [3, 12.924, 0.001],
    [4, 2.776, 0.05],
    [7, 2.365, 0.05],
    [7, 5.408, 0.001],
    [9, 3.25, 0.01],
    [19, 3.883, 0.001],
  ];
  for (const [freedom, t, p] of table) {
    it(`gives ${p} for t of ${t} with ${freedom} degrees of freedom, as published tables do`, () => {
      for (const sign of [1, -1]) {
        const found = studentP(valuesWith(sign * t, freedom + 1));
        assert.ok(Math.abs(found / p - 1) < 0.005, String(found));
      }
    });
  }

  it("divides the statistic by shrink first", () => {
    const [p, shrunk] = [studentP(valuesWith(4, 8)), studentP(valuesWith(4 * 1.12, 8), 1.12)];
    assert.ok(Math.abs(p - shrunk) < 1e-12);
  });

  it("takes one value, none, or equal values for what they are", () => {
    assert.deepEqual([studentP([]), studentP([3]), studentP([0, 0, 0]), studentP([2, 2, 2])], [1, 1, 1, 0]);
  });
});
