import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { designFor, examine } from "../../../scripts/driver/statistics/sequential-test.ts";
import { normalNumbers, strict, uniformNumbers } from "../../fixtures/processes.ts";

const anything = { low: -1e-9, high: 1e-9 };

/** What `examine` says in the end, given as many pairs as it asks for. */
function outcome(effect: () => number, relevant = anything) {
  const effects: number[] = [];
  const design = strict;
  for (;;) {
    const finding = examine(effects, relevant, design);
    if (finding.kind !== "searching") return finding;
    while (effects.length < finding.wants) effects.push(effect());
  }
}

describe("examine", () => {
  const normal = normalNumbers(1);
  const uniform = uniformNumbers(2);
  const level = (): number => (uniform() < 0.3 ? 20 : 0) + normal();
  const noises: Readonly<Record<string, () => number>> = {
    "a normal distribution": normal,
    "a uniform distribution": uniform,
    "a distribution with outliers": () => Math.exp(2 * normal()),
    "two levels": level,
  };
  for (const [what, value] of Object.entries(noises)) {
    it(`finds nothing in pairs of two values from ${what}`, () => {
      const trials = 2000;
      const kinds = Array.from({ length: trials }, () => outcome(() => value() - value()).kind);
      const found = kinds.filter((kind) => kind === "found").length;
      assert.ok(found <= 2, `${found} of ${trials} found`);
    });
  }

  it("finds what is as large as the noise nearly always, with its direction", () => {
    const noise = normalNumbers(2);
    const findings = Array.from({ length: 300 }, () => outcome(() => noise() - 1.2));
    const found = findings.filter((finding) => finding.kind === "found" && finding.direction === -1);
    assert.ok(found.length > 285, `${found.length} of 300`);
  });

  it("asks for the pairs of its next look", () => {
    assert.deepEqual(examine([], anything, strict), { kind: "searching", wants: 8 });
    const eight = [1, 2, 3, 4, 5, 6, 7, 8];
    assert.deepEqual(examine(eight, anything, strict), { kind: "searching", wants: 10 });
  });

  it("needs eight pairs for what lies far from nothing, and finds no change that is not relevant", () => {
    const eight = [20, 21, 22, 23, 24, 25, 26, 27];
    const found = { kind: "found", after: 8, direction: 1 };
    assert.deepEqual(examine(eight, anything, strict), found);
    assert.deepEqual(
      examine(
        eight.map((effect) => -effect),
        anything,
        strict,
      ),
      { ...found, direction: -1 },
    );
    assert.deepEqual(examine(eight, { low: -99, high: 99 }, strict), { kind: "searching", wants: 10 });
  });

  it("goes by ranks later on, which an outlier cannot fool", () => {
    const effects = Array.from({ length: 20 }, (_, index) => (index === 3 ? 1e6 : 1 + index));
    assert.deepEqual(examine(effects.slice(0, 19), anything, strict), { kind: "searching", wants: 20 });
    assert.deepEqual(examine(effects, anything, strict), { kind: "found", after: 20, direction: 1 });
  });

  it("stays with what it found, whatever comes behind it", () => {
    const eight = [20, 21, 22, 23, 24, 25, 26, 27];
    const back = Array.from({ length: 200 }, () => -20);
    const found = { kind: "found", after: 8, direction: 1 };
    assert.deepEqual(examine([...eight, ...back], anything, strict), found);
  });

  it("spends what is left of the probability when the series is over", () => {
    // t is 7.3: too little for the look after eight pairs, which leaves 0.00015 for the last one.
    const effects = [2, 3, 4, 2, 3, 4, 2, 3, 4.2].map((effect) => effect - 0.6);
    const searching = { kind: "searching", wants: 10 };
    assert.deepEqual(examine(effects, anything, strict), searching);
    assert.deepEqual(examine(effects, anything, strict, true), {
      kind: "found",
      after: 9,
      direction: 1,
    });
    assert.deepEqual(examine(effects.slice(0, 6), anything, strict, true), {
      kind: "searching",
      wants: 8,
    });
    assert.deepEqual(examine(effects, { low: -5, high: 5 }, strict, true), searching);
    assert.deepEqual(examine([1, 1, 1], anything, strict, true), { kind: "searching", wants: 8 });
  });

  it("finds nothing in noise, wherever the series ends", () => {
    const normal = normalNumbers(5);
    const found = Array.from({ length: 4000 }, (_, trial) => {
      const effects = Array.from({ length: 8 + (trial % 60) }, normal);
      return examine(effects, anything, strict, true).kind;
    }).filter((kind) => kind === "found");
    assert.ok(found.length <= 4, `${found.length} of 4000 found`);
  });

  it("ends with nothing when all looks were taken", () => {
    const even = Array.from({ length: 192 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    assert.deepEqual(examine(even, anything, strict), { kind: "nothing" });
  });
});

describe("designFor", () => {
  const misrates = [1 / 1000, 1 / 5000, 1e-5, 1e-7];

  it("has looks that share the probability of a false alarm", () => {
    for (const misrate of misrates) {
      const sum = designFor(misrate).reduce((all, { alpha }) => all + alpha, 0);
      assert.ok(Math.abs(sum / misrate - 1) < 1e-9, `${sum} of ${misrate}`);
    }
  });

  it("has no look that can show nothing, or that values on two levels could fool", () => {
    for (let step = 0; step < 1000; step++) {
      const misrate = 1e-3 * 0.98 ** step;
      for (const { pairs, alpha, test } of designFor(misrate)) {
        const least = test === "ranks" ? 2 ** (1 - pairs) : 2.5 / 4 ** pairs;
        assert.ok(least <= alpha * (1 + 1e-9), `${pairs} of ${misrate}`);
      }
    }
  });

  it("has its looks in order, so that none is left out", () => {
    for (const misrate of misrates) {
      const pairs = designFor(misrate).map((look) => look.pairs);
      assert.deepEqual(
        pairs,
        pairs.toSorted((a, b) => a - b),
      );
    }
  });
});
