import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ownFigureNames } from "../../../runners/cell/own-figures.ts";
import { type LaunchOptions, launch } from "../../../scripts/driver/bouts/launch.ts";
import { leastLeakKb } from "../../../scripts/driver/judge/growth.ts";
import { realContenders, withSurroundings } from "../../fixtures/real-contenders.ts";

const effort = { warmUpMs: 50, minSamples: 3, maxSamples: 30, sampleMs: 50, observeMs: 300 };
const nothing = 1;
/** What is tried under each executor. */
const tried: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  inline: { "an array of the module": 2, "closures of timers": 3, "buffers outside of the heap": 4 },
  pool: { "an array of the module": 2, "buffers outside of the heap": 4 },
};
/** The fixture keeps so much with each run where it leaks; a timer takes some as well. */
const keptKb = 10;

/** The figures beside the time of a process that keeps memory in one of the ways of the fixture. */
function figuresOf(runtime: string, executor: string, way: number): Promise<Record<string, number>> {
  return withSurroundings(async (surroundings) => {
    const options = { executors: [executor], threads: [2], tasks: way };
    const [contender] = await realContenders(runtime, ["keeps-memory.ts"], options, surroundings);
    assert.ok(contender);
    const supervision: LaunchOptions = { ...surroundings, effort, padding: "", timeoutMs: 30_000 };
    const outcome = await launch(contender, supervision);
    assert.ok(outcome.status === "ok", JSON.stringify(outcome));
    const observed = outcome.samples.filter(({ phase }) => phase === "observed");
    assert.equal(observed.length, 1);
    assert.equal(observed[0], outcome.samples.at(-1));
    return Object.fromEntries(
      Object.entries(observed[0]?.metrics ?? {}).map(([name, { value }]) => [name, value]),
    );
  });
}

describe("figures beside the time", () => {
  for (const runtime of ["node", "deno", "bun"]) {
    for (const [executor, leaks] of Object.entries(tried)) {
      it(`show a leak of 10 KiB a run, and none where there is none: ${runtime} ${executor}`, async () => {
        const [none = {}, ...leaking] = await Promise.all(
          [nothing, ...Object.values(leaks)].map((way) => figuresOf(runtime, executor, way)),
        );
        // The others come from the timed samples.
        const expected = ownFigureNames.filter((name) => name !== "peak_rss_mb" && name !== "cpu_ms");
        assert.deepEqual(Object.keys(none).sort(), expected.toSorted());
        assert.ok((none.memory_growth_kb ?? Number.NaN) < leastLeakKb, JSON.stringify(none));
        assert.ok(none.memory_mb && none.memory_mb > 1 && none.memory_mb < 200, JSON.stringify(none));
        for (const [index, what] of Object.keys(leaks).entries()) {
          const { memory_growth_kb: growth = 0 } = leaking[index] ?? {};
          assert.ok(growth > keptKb - leastLeakKb && growth < 2 * keptKb, `${what}: ${growth}`);
        }
      });
    }
  }
});
