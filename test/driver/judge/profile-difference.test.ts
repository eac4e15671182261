import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Category } from "../../../scripts/driver/judge/profile/cpu-profile.ts";
import {
  categoryDifferences,
  changedFunctions,
  type ProfiledPair,
  type ProfiledProcess,
} from "../../../scripts/driver/judge/profile/profile-difference.ts";

const runs = 10;

function process(times: Readonly<Record<string, number>>): ProfiledProcess {
  const stacks = Object.entries(times).map(([text, ms]) => {
    const [name = "", category = "user"] = text.split(" ");
    return { stack: [{ name, module: "mine.ts", category: category as Category }], ms: ms * runs };
  });
  return { stacks, runs, wallMs: 1, cpuMs: 1, peakRssMb: 1 };
}

/** Six pairs; the times of a run, by function and pair. */
function pairs(
  old: (pair: number) => Readonly<Record<string, number>>,
  own: (pair: number) => Readonly<Record<string, number>>,
): ProfiledPair[] {
  return [0, 1, 2, 3, 4, 5].map((pair) => ({ old: process(old(pair)), new: process(own(pair)) }));
}

describe("changedFunctions", () => {
  it("are those that change in all pairs, the largest difference first", () => {
    const found = changedFunctions(
      pairs(
        (pair) => ({ same: 5 + pair, less: 4, wild: pair % 2 }),
        (pair) => ({ same: 5 + pair, less: 3 - pair / 100, needle: 2 + pair / 10, wild: (pair + 1) % 2 }),
      ),
    );
    assert.deepEqual(
      found.map(({ of, oldMs, diffMs }) => [of.name, Math.round(oldMs), Math.round(diffMs.value)]),
      [
        ["needle", 0, 2],
        ["less", 4, -1],
      ],
    );
  });

  it("are none of five pairs, nor the time without work", () => {
    const different = pairs(
      () => ({ needle: 0 }),
      () => ({ needle: 9, "nothing idle": 9 }),
    );
    assert.deepEqual(changedFunctions(different.slice(0, 5)), []);
    assert.deepEqual(
      changedFunctions(different).map(({ of }) => of.name),
      ["needle"],
    );
  });

  it("add up to their categories", () => {
    const [gc] = categoryDifferences(
      pairs(
        () => ({ "minor gc": 1, "major gc": 2 }),
        () => ({ "minor gc": 2, "major gc": 4 }),
      ),
    );
    assert.deepEqual([gc?.of, gc?.oldMs, gc?.newMs], ["gc", 3, 6]);
  });
});
