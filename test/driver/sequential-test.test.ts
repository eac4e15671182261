import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { designFor, examine } from "../../scripts/driver/statistics/sequential-test.ts";
import { normalNumbers } from "../fixtures/processes.ts";

const anything = { low: -1e-9, high: 1e-9 };

/** What `examine` says in the end, given as many pairs as it asks for. */
function outcome(effect: () => number, relevant = anything) {
  const effects: number[] = [];
  const design = designFor(1);
  for (;;) {
    const finding = examine(effects, relevant, design);
    if (finding.kind !== "searching" && finding.kind !== "flagged") return finding;
    while (effects.length < finding.wants) effects.push(effect());
  }
}

describe("examine", () => {
  it("flags what has not changed at its rate, and confirms at most one in a thousand of them", () => {
    const normal = normalNumbers(1);
    const trials = 3000;
    const kinds = Array.from({ length: trials }, () => outcome(normal).kind);
    const confirmed = kinds.filter((kind) => kind === "confirmed").length;
    const flagged = confirmed + kinds.filter((kind) => kind === "unconfirmed").length;
    assert.ok(flagged / trials > 0.005 && flagged / trials < 0.025, `${flagged} of ${trials} flagged`);
    assert.ok(confirmed <= 3, `${confirmed} of ${trials} confirmed`);
  });

  it("finds what is as large as the noise nearly always, with its direction", () => {
    const normal = normalNumbers(2);
    const findings = Array.from({ length: 300 }, () => outcome(() => normal() - 1.2));
    const found = findings.filter((finding) => finding.kind === "confirmed" && finding.direction === -1);
    assert.ok(found.length > 285, `${found.length} of 300`);
  });

  it("asks for the pairs of its next look", () => {
    assert.deepEqual(examine([], anything, designFor(1)), { kind: "searching", wants: 5 });
    const eight = [1, 2, 3, 4, 5, 6, 7, 8];
    assert.deepEqual(examine(eight, anything, designFor(1)), { kind: "flagged", after: 8, wants: 13 });
    assert.deepEqual(examine(eight, { low: -9, high: 9 }, designFor(1)), { kind: "searching", wants: 12 });
  });

  it("needs five pairs, and five more, for what lies farther from nothing than its pairs from each other", () => {
    const five = [20, 21, 22, 23, 24];
    assert.deepEqual(examine(five, anything, designFor(1)), { kind: "flagged", after: 5, wants: 10 });
    const confirmed = { kind: "confirmed", after: 5, direction: 1 };
    assert.deepEqual(examine([...five, ...five], anything, designFor(1)), confirmed);
    const spread = [...five, 1, 2, 3, 4, 5];
    assert.deepEqual(examine(spread, anything, designFor(1)), { kind: "flagged", after: 5, wants: 12 });
    const back = [...five, -20, -21, -22, -23, -24, -1, -1, -1, -1, -1];
    assert.deepEqual(examine(back, anything, designFor(1)), { kind: "searching", wants: 16, unconfirmed: 5 });
  });

  it("needs six pairs, and seven more, for what lies half as far, and a third as far", () => {
    const six = [4, 5, 6, 7, 8, 11];
    assert.deepEqual(examine(six, anything, designFor(1)), { kind: "flagged", after: 6, wants: 11 });
    const confirmed = { kind: "confirmed", after: 6, direction: 1 };
    assert.deepEqual(examine([...six, 4, 5, 6, 7, 8, 9, 15], anything, designFor(1)), confirmed);
    const nearer = { kind: "flagged", after: 6, wants: 16 };
    assert.deepEqual(examine([...six, 3, 5, 6, 7, 8, 9, 15], anything, designFor(1)), nearer);
    assert.deepEqual(examine([4, 5, 6, 7, 8, 13], anything, designFor(1)), { kind: "searching", wants: 8 });
  });

  it("gives up at once what fresh pairs show in the other direction", () => {
    const effects = [1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, 7, -8, -9, 9];
    assert.deepEqual(examine(effects, anything, designFor(1)), {
      kind: "searching",
      wants: 24,
      unconfirmed: 8,
    });
  });

  it("goes on after a change did not show again, and may find it in the end", () => {
    const doubtful = [1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -1, -2, -3, -4, -5];
    const steady = Array.from({ length: 180 }, (_, index) => 10 + (index % 7));
    const found = examine([...doubtful, ...steady], anything, designFor(1));
    assert.deepEqual(found, { kind: "confirmed", after: 32, direction: 1 });
    const never = examine(
      [...doubtful, ...steady.map((effect, index) => (index % 2) * effect - 6)],
      anything,
      designFor(1),
    );
    assert.deepEqual(never, { kind: "unconfirmed", after: 8 });
  });
});

describe("designFor", () => {
  it("has at most one false alarm in 5000 series, and one in 70 runs however many they are", () => {
    const sum = (looks: readonly { readonly alpha: number }[]): number =>
      looks.reduce((all, { alpha }) => all + alpha, 0);
    for (const series of [1, 70, 71, 300, 5000]) {
      const { search, confirmation } = designFor(series);
      const misrate = (sum(search) * sum(confirmation)) / 2;
      assert.ok(misrate <= 0.0002 && misrate * series <= 0.0141, `${misrate} of ${series}`);
    }
  });

  it("wants more pairs to be clear of more series", () => {
    const clear = (series: number) =>
      designFor(series).confirmation.find(({ clearance }) => clearance !== undefined)?.pairs;
    assert.deepEqual([clear(70), clear(175), clear(430)], [5, 6, 7]);
  });

  it("has no look that can show nothing", () => {
    for (let series = 1; series < 1000; series++) {
      const { search, confirmation } = designFor(series);
      for (const { pairs, alpha, clearance } of [...search, ...confirmation]) {
        assert.ok(clearance !== undefined || 2 ** (1 - pairs) <= alpha, `${pairs} of ${series}`);
      }
    }
  });

  it("is stricter the more series are tested", () => {
    const strictest = (series: number) =>
      Math.max(...designFor(series).confirmation.map(({ alpha }) => alpha));
    assert.equal(strictest(70), strictest(1));
    assert.ok(strictest(900) < strictest(70) / 12);
  });
});
