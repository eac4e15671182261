import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { randomBytes } from "../../../shared/workloads/support/random-bytes.ts";
import { scramble, seededRandom } from "../../../shared/workloads/support/seeded-random.ts";

describe("seededRandom", () => {
  it("gives the same numbers for the same seed, on every runtime", () => {
    const [first, second] = [seededRandom(1), seededRandom(1)];
    const numbers = Array.from({ length: 3 }, first);
    assert.deepEqual(numbers, Array.from({ length: 3 }, second));
    assert.deepEqual(numbers, [1_348_811_757, 3_428_229_867, 2_634_278_455]);
  });

  it("gives others for another seed", () => {
    assert.notEqual(seededRandom(1)(), seededRandom(2)());
  });

  it("fills the range evenly", () => {
    const random = seededRandom(7);
    const buckets = new Array<number>(16).fill(0);
    for (let index = 0; index < 16_000; index++) {
      const bucket = random() >>> 28;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets)
      assert.ok(Math.abs(count - 1_000) < 150, `${count} of 16,000 in one of 16 parts`);
  });
});

describe("scramble", () => {
  it("gives each number another one, below 2**32", () => {
    const seen = new Set(Array.from({ length: 10_000 }, (_, index) => scramble(index)));
    assert.equal(seen.size, 10_000);
    for (const number of seen) assert.ok(Number.isInteger(number) && number >= 0 && number < 2 ** 32);
  });
});

describe("randomBytes", () => {
  it("gives as many bytes as asked for, the longer ones starting like the shorter ones", () => {
    assert.equal(randomBytes(0, 1).length, 0);
    assert.deepEqual(randomBytes(13, 1), randomBytes(64, 1).slice(0, 13));
  });
});
