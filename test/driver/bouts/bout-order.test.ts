import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { boutOrder } from "../../../scripts/driver/bouts/bout-order.ts";

const contenders = Array.from({ length: 12 }, (_, index) => ({ id: `cell-${index}` }));
const ids = (seed: number, round: number, group = "group"): string[] =>
  boutOrder(seed, group, round, contenders).contenders.map(({ id }) => id);
const paddings = (seed: number, round: number): string[] => {
  const { padding } = boutOrder(seed, "group", round, contenders);
  return contenders.map(padding);
};

describe("boutOrder", () => {
  it("has every contender once in each bout", () => {
    const all = contenders.map(({ id }) => id).sort();
    for (const round of [1, 2, 3, 4, 5]) assert.deepEqual(ids(1, round).sort(), all, `bout ${round}`);
  });

  it("turns round in every second bout, so that nobody has the better place more often", () => {
    for (const round of [1, 3, 5, 39]) assert.deepEqual(ids(7, round + 1), ids(7, round).toReversed());
  });

  it("orders each two bouts, and each group, in its own way", () => {
    assert.equal(new Set([1, 3, 5, 7, 9].map((round) => ids(1, round).join())).size, 5);
    assert.notDeepEqual(ids(1, 1, "group"), ids(1, 1, "another"));
  });

  it("gives either of two the first turn, by a coin", () => {
    const two = contenders.slice(0, 2);
    const firsts = Array.from({ length: 20 }, (_, index) => boutOrder(7, "group", 2 * index + 1, two))
      .map(({ contenders: [first] }) => first?.id)
      .filter((id) => id === "cell-0").length;
    assert.ok(firsts > 0 && firsts < 20, `${firsts} of 20`);
  });

  it("is the same for the same seed, and another one for another", () => {
    assert.deepEqual(ids(42, 3), ids(42, 3));
    assert.deepEqual(paddings(42, 3), paddings(42, 3));
    assert.notDeepEqual(ids(42, 3), ids(43, 3));
    assert.notDeepEqual(paddings(42, 3), paddings(43, 3));
  });

  it("gives the processes environments of different length, also those of one contender", () => {
    const lengths = [1, 2, 3].flatMap((round) => paddings(7, round).map(({ length }) => length));
    assert.ok(new Set(lengths).size > 30);
  });
});
