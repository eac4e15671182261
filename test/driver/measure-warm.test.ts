import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { measureWarm } from "../../runners/measure.ts";

const effort = { warmUpMs: 0, minSamples: 5, maxSamples: 12, sampleMs: 1 };

function phases(ms: number, leadMs?: number) {
  const subject = {
    run() {
      for (const end = performance.now() + ms; performance.now() < end; );
    },
    prepare() {},
    verify() {},
    takeMetrics: () => ({}),
  };
  const found: string[] = [];
  return measureWarm(subject, { ...effort, ...(leadMs !== undefined && { leadMs }) }, [ms], ({ phase }) => {
    found.push(phase);
  }).then(() => found);
}

describe("measureWarm", () => {
  it("takes as many warm samples as it is told", async () => {
    assert.deepEqual(await phases(2), ["warm", "warm", "warm", "warm", "warm"]);
  });

  it("counts what comes first as warm-up, for leadMs", async () => {
    const found = await phases(2, 7);
    const first = found.indexOf("warm");
    assert.ok(first >= 1 && first <= 3, String(found));
    assert.ok(found.slice(first).every((phase) => phase === "warm"));
  });

  it("counts at most ten so, and none that takes longer than leadMs itself", async () => {
    const short = await phases(0, 10_000);
    assert.deepEqual([short.length, short.indexOf("warm")], [22, 10]);
    assert.ok((await phases(3, 1)).every((phase) => phase === "warm"));
  });
});
