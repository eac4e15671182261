import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changePoints } from "../../../scripts/driver/statistics/e-divisive.ts";
import { welch } from "../../../scripts/driver/statistics/welch.ts";
import { normalNumbers } from "../../fixtures/processes.ts";

const none: ReadonlySet<number> = new Set();
const divisive = { level: 1e-4, least: 0.02, known: none, closed: none };

/** Blocks of values around levels. */
function blocksAt(levels: readonly number[], { seed = 1, spread = 0.02, size = 8 } = {}): number[][] {
  const noise = normalNumbers(seed);
  return levels.map((level) => Array.from({ length: size }, () => level + spread * noise()));
}

describe("changePoints", () => {
  it("are where the mean changes, up and down", () => {
    const levels = [0, 0, 0, 0, 0.1, 0.1, 0.1, -0.1, -0.1, -0.1];
    assert.deepEqual(changePoints(blocksAt(levels), divisive), [4, 7]);
  });

  it("are at both ends of a stretch that is taken back, also of a single block", () => {
    const levels = Array.from({ length: 20 }, (_, place) => (place === 11 ? 0.1 : 0));
    assert.deepEqual(changePoints(blocksAt(levels), divisive), [11, 12]);
  });

  it("are at the last block and at the second one", () => {
    assert.deepEqual(changePoints(blocksAt([0, 0, 0, 0, 0.1]), divisive), [4]);
    assert.deepEqual(changePoints(blocksAt([0.1, 0, 0, 0, 0]), divisive), [1]);
  });

  it("are none where nothing changes, nor by less than the least", () => {
    for (let seed = 1; seed <= 40; seed++) {
      assert.deepEqual(changePoints(blocksAt(new Array(30).fill(0), { seed }), divisive), [], `seed ${seed}`);
    }
    const small = Array.from({ length: 30 }, (_, place) => (place >= 15 ? 0.01 : 0));
    assert.deepEqual(changePoints(blocksAt(small, { spread: 0.001 }), divisive), []);
  });

  it("pass over blocks without values, and keep their places", () => {
    const blocks = blocksAt([0, 0, 0, 0, 0.1, 0.1, 0.1]);
    const gaps = [blocks[0] ?? [], [], ...blocks.slice(1, 4), [], ...blocks.slice(4)];
    assert.deepEqual(changePoints(gaps, divisive), [6]);
    assert.deepEqual(changePoints([], divisive), []);
    assert.deepEqual(changePoints([[], []], divisive), []);
  });

  it("are not where a place is closed, and not said again where it is known", () => {
    const blocks = blocksAt([0, 0, 0, 0, 0.1, 0.1, 0.1, 0.1]);
    assert.ok(!changePoints(blocks, { ...divisive, closed: new Set([4]) }).includes(4));
    assert.deepEqual(changePoints(blocks, { ...divisive, known: new Set([4]) }), []);
  });

  it("are not made by a few outliers", () => {
    const blocks = blocksAt(new Array(12).fill(0), { spread: 0.01 });
    for (const block of blocks.slice(5, 7)) block[3] = 2;
    assert.deepEqual(changePoints(blocks, divisive), []);
  });

  it("are the same for values that do not vary: constants that change", () => {
    assert.deepEqual(
      changePoints(
        [1, 1, 1, 3, 3].map((value) => new Array(8).fill(value)),
        divisive,
      ),
      [3],
    );
  });
});

describe("welch", () => {
  it("has the t of Yuen's test as SciPy has it, and its degrees of freedom rounded down", () => {
    const before = [23.1, 24.7, 22.9, 25.2, 24.1, 23.8, 26.0, 24.4, 23.5, 30.2];
    const after = [25.9, 27.2, 26.4, 28.1, 25.5, 27.7, 26.8, 29.0, 26.1, 27.0];
    const test = welch(before, after);
    assert.ok(test);
    // scipy.stats.ttest_ind(before, after, trim=0.2, equal_var=False): t -4.715190207543963, 9.9538740149025 degrees of freedom, p 0.00083.
    assert.ok(Math.abs(test.difference / test.error - 4.715190207543963) < 1e-12);
    assert.equal(test.freedom, 9);
    assert.ok(test.p > 0.00083 && test.p < 0.0012);
  });

  it("has no say with fewer than four values, and no doubt where nothing varies", () => {
    assert.equal(welch([1, 2, 3], [1, 2, 3, 4]), undefined);
    assert.equal(welch([1, 1, 1, 1], [1, 1, 1, 1])?.p, 1);
    assert.equal(welch([1, 1, 1, 1], [2, 2, 2, 2])?.p, 0);
  });

  it("is wrong about as often as it says, for normal values with different spreads", () => {
    const noise = normalNumbers(3);
    let wrong = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const [a, b] = [Array.from({ length: 10 }, noise), Array.from({ length: 40 }, () => 2 * noise())];
      if ((welch(a, b)?.p ?? 1) <= 0.05) wrong += 1;
    }
    assert.ok(wrong > 100 && wrong < 240, String(wrong));
  });
});
