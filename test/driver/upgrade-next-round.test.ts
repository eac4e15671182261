import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Candidate, nextRound, type TimeLeft } from "../../scripts/driver/bouts/next-round.ts";
import { pairOrder } from "../../scripts/driver/bouts/pair-order.ts";

const candidate = (
  cell: string,
  next: Candidate<string>["next"],
  pairs: number,
  pairMs: number | undefined = 1000,
  missing = next === "confirm" ? 1 : 0,
): Candidate<string> => ({ cell, next, pairs, pairMs, missing });

const left = (any: number, confirming = any): TimeLeft => ({ any, confirming });

describe("nextRound", () => {
  it("gives every cell one pair first", () => {
    const cells = [
      candidate("a", "search", 0, undefined),
      candidate("b", "search", 3),
      candidate("c", "confirm", 8),
    ];
    assert.deepEqual(nextRound(cells, left(60_000)), ["a"]);
  });

  it("gives what waits for its confirmation four pairs, the undecided one, and the settled none", () => {
    const cells = [candidate("a", "confirm", 8), candidate("b", "search", 8), candidate("c", "settled", 8)];
    assert.deepEqual(nextRound(cells, left(60_000)), ["a", "a", "a", "a", "b"]);
  });

  it("gives it one, as long as others have too few to tell anything, if there is time for all", () => {
    const cells = [candidate("a", "confirm", 8), candidate("b", "search", 7), candidate("c", "search", 8)];
    assert.deepEqual(nextRound(cells, left(60_000)), ["a", "b"]);
    const slow = [
      candidate("a", "confirm", 8, 5000),
      candidate("b", "search", 4),
      candidate("c", "search", 4),
    ];
    assert.deepEqual(nextRound(slow, left(60_000)), ["a", "b", "c"]);
    assert.deepEqual(nextRound(slow, left(28_000)), ["b", "c"]);
    assert.deepEqual(nextRound([candidate("fails", "confirm", 2, 5000), ...slow], left(28_000)), [
      "fails",
      "b",
      "c",
    ]);
  });

  it("brings as many as it can to their next look where the time is too short for all that wait", () => {
    const near = candidate("near", "confirm", 12, 1000, 2);
    const slow = candidate("slow", "confirm", 18, 4000, 1);
    const far = candidate("far", "confirm", 5, 1000, 11);
    const open = candidate("open", "search", 8);
    assert.deepEqual(
      new Set(nextRound([far, slow, near, open], left(0, 60_000))),
      new Set(["near", "slow", "far", "open"]),
    );
    assert.deepEqual(new Set(nextRound([far, slow, near], left(0, 9000))), new Set(["near", "slow"]));
    assert.deepEqual(new Set(nextRound([far, slow], left(0, 1000))), new Set(["slow"]));
  });

  it("brings as many cells as it can to enough pairs where the time is short", () => {
    const cells = [candidate("slow", "search", 1, 5000), candidate("quick", "search", 1, 1000)];
    assert.deepEqual(nextRound(cells, left(20_000)), ["quick"]);
    assert.deepEqual(nextRound(cells, left(60_000)), ["quick", "slow"]);
    assert.deepEqual(nextRound(cells, left(3000)), ["quick"]);
  });

  it("lets metrics wait until the times are decided", () => {
    const metrics = candidate("a", "metrics", 8);
    assert.deepEqual(nextRound([metrics, candidate("b", "search", 8)], left(60_000)), ["b"]);
    assert.deepEqual(nextRound([metrics], left(60_000)), ["a"]);
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
