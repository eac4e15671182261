import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Candidate, nextBouts, type TimeLeft } from "../../../scripts/driver/bouts/next-bouts.ts";

const candidate = (
  group: string,
  need: Candidate<string>["need"],
  bouts: number,
  boutMs: number | undefined = 1000,
  missing = need === "confirm" ? 1 : 0,
): Candidate<string> => ({ group, need, bouts, boutMs, missing });

/** The fewest bouts that can say anything, in these tests. */
const fewest = 8;

const choose = (candidates: readonly Candidate<string>[], time: TimeLeft): string[] =>
  nextBouts(candidates, time, fewest);

const left = (any: number, confirming = any): TimeLeft => ({ any, confirming });

describe("nextBouts", () => {
  it("gives every group one bout first", () => {
    const groups = [
      candidate("a", "decide", 0, undefined),
      candidate("b", "decide", 3),
      candidate("c", "confirm", 8),
    ];
    assert.deepEqual(choose(groups, left(60_000)), ["a"]);
  });

  it("gives what looks like a change four bouts, the undecided one, and the settled none", () => {
    const groups = [candidate("a", "confirm", 8), candidate("b", "decide", 8), candidate("c", "settled", 8)];
    assert.deepEqual(choose(groups, left(60_000)), ["a", "a", "a", "a", "b"]);
  });

  it("gives it one, as long as others have too few to tell anything, if there is time for all", () => {
    const groups = [candidate("a", "confirm", 8), candidate("b", "decide", 7), candidate("c", "decide", 8)];
    assert.deepEqual(choose(groups, left(60_000)), ["a", "b"]);
    const slow = [
      candidate("a", "confirm", 8, 5000),
      candidate("b", "decide", 4),
      candidate("c", "decide", 4),
    ];
    assert.deepEqual(choose(slow, left(60_000)), ["a", "b", "c"]);
    assert.deepEqual(choose(slow, left(28_000)), ["b", "c"]);
    assert.deepEqual(choose([candidate("fails", "confirm", 2, 5000), ...slow], left(28_000)), [
      "fails",
      "b",
      "c",
    ]);
  });

  it("brings as many as it can to their next look where the time is too short for all that wait", () => {
    const near = candidate("near", "confirm", 12, 1000, 2);
    const slow = candidate("slow", "confirm", 18, 4000, 1);
    const far = candidate("far", "confirm", 5, 1000, 11);
    const open = candidate("open", "decide", 8);
    assert.deepEqual(
      new Set(choose([far, slow, near, open], left(0, 60_000))),
      new Set(["near", "slow", "far", "open"]),
    );
    assert.deepEqual(new Set(choose([far, slow, near], left(0, 9000))), new Set(["near", "slow"]));
    assert.deepEqual(new Set(choose([far, slow], left(0, 1000))), new Set(["slow"]));
  });

  it("brings as many groups as it can to enough bouts where the time is short", () => {
    const groups = [candidate("slow", "decide", 1, 5000), candidate("quick", "decide", 1, 1000)];
    assert.deepEqual(choose(groups, left(20_000)), ["quick"]);
    assert.deepEqual(choose(groups, left(60_000)), ["quick", "slow"]);
    assert.deepEqual(choose(groups, left(3000)), ["quick"]);
  });

  it("lets what is decided coarsely wait until all is decided", () => {
    const coarse = candidate("coarse", "refine", 8);
    assert.deepEqual(choose([coarse, candidate("open", "decide", 8)], left(60_000)), ["open"]);
    assert.deepEqual(choose([coarse, candidate("open", "decide", 3)], left(60_000)), ["open"]);
    assert.ok(!choose([coarse, candidate("seen", "confirm", 8)], left(60_000)).includes("coarse"));
    const settled = candidate("settled", "settled", 8);
    assert.deepEqual(choose([coarse, settled, candidate("metrics", "metrics", 8)], left(60_000)), ["coarse"]);
  });

  it("measures nothing more where all is settled", () => {
    assert.deepEqual(choose([candidate("a", "settled", 8), candidate("b", "settled", 0)], left(60_000)), []);
  });

  it("lets metrics wait until the times are decided", () => {
    const metrics = candidate("a", "metrics", 8);
    assert.deepEqual(choose([metrics, candidate("b", "decide", 8)], left(60_000)), ["b"]);
    assert.deepEqual(choose([metrics], left(60_000)), ["a"]);
  });
});
