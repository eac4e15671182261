import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { balance, type WeighedGroup } from "../../../scripts/driver/bouts/shards/balance.ts";
import { countIn, readPart } from "../../../scripts/driver/bouts/shards/part.ts";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";

const rounds = (count: number) => ({ kind: "rounds", rounds: count }) as const;
const budget = { kind: "budget", budgetMs: 1000, overtime: 0 } as const;

function groups(...seconds: readonly number[]): WeighedGroup[] {
  return seconds.map((boutSeconds, index) => ({ id: `g${index}`, boutSeconds }));
}

/** How long each shard takes, where each group has so many bouts. */
function secondsOf(weighed: readonly WeighedGroup[], shards: number, count: number): number[] {
  return balance(weighed, shards, rounds(count)).map((shares) =>
    weighed.reduce((sum, { id, boutSeconds }) => {
      const share = shares.get(id);
      return sum + (share === undefined ? 0 : countIn(share, count) * boutSeconds);
    }, 0),
  );
}

describe("balance", () => {
  it("measures every bout of every group once, whatever the groups and shards", () => {
    for (const [seconds, shards, count] of [
      [[1, 1, 1], 3, 8],
      [[10, 1, 1, 1], 3, 7],
      [[1], 5, 8],
      [[3, 2, 2, 2, 1, 9], 4, 1],
      [[1, 2, 3], 1, 5],
    ] as const) {
      const weighed = groups(...seconds);
      const all = balance(weighed, shards, rounds(count));
      assert.equal(all.length, shards);
      for (const { id } of weighed) {
        const shares = all.flatMap((each) => each.get(id) ?? []);
        const bouts = shares.reduce((sum, share) => sum + countIn(share, count), 0);
        assert.equal(bouts, count, `${id} of ${seconds} in ${shards}`);
        assert.equal(new Set(shares.map(({ index }) => index)).size, shares.length);
      }
      assert.ok(all.every((each) => each.size > 0));
    }
  });

  it("goes by time and not by number: the slow group does not have company", () => {
    const [first, second] = balance(groups(3, 1, 1, 1), 2, rounds(1));
    assert.deepEqual([...(first?.keys() ?? [])], ["g0"]);
    assert.deepEqual([...(second?.keys() ?? [])], ["g1", "g2", "g3"]);
  });

  it("leaves groups on one machine where that is balanced, and splits the bouts of those that are too long for it", () => {
    const even = balance(groups(1, 1, 1, 1), 2, rounds(20));
    assert.ok(even.every((shares) => [...shares.values()].every(({ of }) => of === 1)));
    for (const [weighed, shards] of [
      [groups(10, 1, 1), 3],
      [groups(1, 1, 1, 1), 3],
      [groups(8), 4],
      [groups(1, 2, 3, 4, 5, 6, 7), 5],
    ] as const) {
      const times = secondsOf(weighed, shards, 24);
      const mean = times.reduce((a, b) => a + b, 0) / shards;
      assert.ok(Math.max(...times) <= 1.1 * mean, `${times} for ${shards} shards`);
    }
  });

  it("splits groups under a budget only where there are fewer of them than shards", () => {
    const whole = balance(groups(10, 1, 1), 3, budget);
    assert.ok(whole.every((shares) => shares.size === 1 && [...shares.values()][0]?.of === 1));
    const split = balance(groups(1, 2), 3, budget);
    assert.deepEqual(
      split.map((shares) => [...shares].map(([id, { index, of }]) => `${id} ${index}/${of}`).join()),
      ["g0 1/1", "g1 1/2", "g1 2/2"],
    );
  });

  it("gives the same shares for the same groups", () => {
    const weighed = groups(...Array.from({ length: 50 }, (_, index) => 1 + ((index * 7) % 13)));
    assert.deepEqual(balance(weighed, 7, rounds(8)), balance(weighed, 7, rounds(8)));
  });

  it("refuses more shards than there is to measure", () => {
    assert.throws(() => balance(groups(1, 1), 5, rounds(2)), /at most --shard 1\/4/);
  });
});

describe("readPart", () => {
  it("reads I/N, counted from 1", () => {
    assert.deepEqual(readPart("shard", "2/3"), { index: 2, of: 3 });
    for (const typed of ["0/3", "4/3", "3", "1/0", "a/b", "-1/3", "1/3/4", ""]) {
      assert.throws(() => readPart("shard", typed), BadInput, typed);
    }
  });
});
