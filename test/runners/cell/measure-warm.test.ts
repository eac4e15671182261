import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Effort } from "../../../runners/cell/cell-request.ts";
import { measureWarm } from "../../../runners/cell/measure.ts";

const effort: Effort = { warmUpMs: 0, minSamples: 5, maxSamples: 12, sampleMs: 1 };

/** How many samples are taken of runs that take so long. */
async function samplesOf(ms: number, { minSamples, maxSamples, sampleMs }: Effort): Promise<number> {
  const subject = {
    run() {
      for (const end = performance.now() + ms; performance.now() < end; );
    },
    prepare() {},
    verify() {},
    takeMetrics: () => ({}),
  };
  let count = 0;
  await measureWarm(subject, { warmUpMs: 0, minSamples, maxSamples, sampleMs }, [ms], ({ phase }) => {
    assert.equal(phase, "warm");
    count += 1;
  });
  return count;
}

describe("measureWarm", () => {
  it("takes the fewest samples that it is told, even if they take longer than their time", async () => {
    assert.equal(await samplesOf(2, effort), 5);
  });

  it("goes on for that time, but not beyond the most samples", async () => {
    assert.equal(await samplesOf(2, { ...effort, sampleMs: 10_000 }), 12);
  });
});
