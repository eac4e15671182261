import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Candidate, nextRound } from "../../scripts/driver/upgrade/next-round.ts";
import { pairOrder } from "../../scripts/driver/upgrade/pair-order.ts";

const candidate = (
  cell: string,
  next: Candidate<string>["next"],
  pairs: number,
  pairMs: number | undefined = 1000,
): Candidate<string> => ({ cell, next, pairs, pairMs });

describe("nextRound", () => {
  it("gives every cell one pair first", () => {
    const cells = [
      candidate("a", "search", 0, undefined),
      candidate("b", "search", 3),
      candidate("c", "confirm", 8),
    ];
    assert.deepEqual(nextRound(cells, 60_000), ["a"]);
  });

  it("gives what waits for its confirmation four pairs, the undecided one, and the settled none", () => {
    const cells = [candidate("a", "confirm", 8), candidate("b", "search", 8), candidate("c", "settled", 8)];
    assert.deepEqual(nextRound(cells, 60_000), ["a", "a", "a", "a", "b"]);
  });

  it("gives it one, as long as others have too few to tell anything, if there is time for all", () => {
    const cells = [candidate("a", "confirm", 8), candidate("b", "search", 7), candidate("c", "search", 8)];
    assert.deepEqual(nextRound(cells, 60_000), ["a", "b"]);
    const slow = [
      candidate("a", "confirm", 8, 5000),
      candidate("b", "search", 4),
      candidate("c", "search", 4),
    ];
    assert.deepEqual(nextRound(slow, 60_000), ["a", "b", "c"]);
    assert.deepEqual(nextRound(slow, 28_000), ["b", "c"]);
    assert.deepEqual(nextRound([candidate("fails", "confirm", 2, 5000), ...slow], 28_000), [
      "fails",
      "b",
      "c",
    ]);
  });

  it("brings as many cells as it can to enough pairs where the time is short", () => {
    const cells = [candidate("slow", "search", 1, 5000), candidate("quick", "search", 1, 1000)];
    assert.deepEqual(nextRound(cells, 20_000), ["quick"]);
    assert.deepEqual(nextRound(cells, 60_000), ["quick", "slow"]);
    assert.deepEqual(nextRound(cells, 3000), ["quick"]);
  });

  it("lets metrics wait until the times are decided", () => {
    const metrics = candidate("a", "metrics", 8);
    assert.deepEqual(nextRound([metrics, candidate("b", "search", 8)], 60_000), ["b"]);
    assert.deepEqual(nextRound([metrics], 60_000), ["a"]);
  });
});

describe("pairOrder", () => {
  it("gives each two pairs of a cell both orders, the same again for the same seed", () => {
    const firsts = Array.from({ length: 40 }, (_, index) => pairOrder(7, "cell", index + 1).sides[0]);
    for (let block = 0; block < 40; block += 2) assert.notEqual(firsts[block], firsts[block + 1]);
    assert.ok(firsts.some((side, index) => index % 2 === 0 && side === "old"));
    assert.ok(firsts.some((side, index) => index % 2 === 0 && side === "new"));
    assert.deepEqual(pairOrder(7, "cell", 3), pairOrder(7, "cell", 3));
  });
});
