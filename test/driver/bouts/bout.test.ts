import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type BoutResult, runBout } from "../../../scripts/driver/bouts/bout.ts";
import type { Contender } from "../../../scripts/driver/bouts/contender.ts";
import { realContenders, withSurroundings } from "../../fixtures/real-contenders.ts";

const effort = { warmUpMs: 20, minSamples: 12, maxSamples: 12, sampleMs: 200, turnMs: 10 };

/** What `misbehaves.ts` does with so many tasks, and how that ends. */
const deeds: readonly (readonly [tasks: number, status: string, error: RegExp])[] = [
  [1, "failed", /this is thrown/],
  [2, "failed", /exit status 3/],
  [3, "timeout", /not done after 3 s/],
  [10, "failed", /killed by SIGKILL/],
  [15, "failed", /killed by SIGKILL/],
];

async function bout(
  runtime: string,
  choose: (all: readonly Contender[]) => readonly Contender[],
  takesTurns = true,
) {
  return withSurroundings(async (surroundings) => {
    const all = await contendersOf(runtime, surroundings);
    const contenders = choose(all);
    const options = { seed: 1, effort, timeoutMs: () => 3000, takesTurns };
    return { contenders, results: await runBout("group", 7, contenders, options, surroundings) };
  });
}

/** Two that behave, and one for each deed. */
async function contendersOf(
  runtime: string,
  surroundings: Parameters<Parameters<typeof withSurroundings>[0]>[0],
): Promise<Contender[]> {
  const good = await realContenders(runtime, ["counts.ts"], { sizes: [1000, 2000] }, surroundings);
  const bad = await Promise.all(
    deeds.map(([tasks]) => realContenders(runtime, ["misbehaves.ts"], { tasks }, surroundings)),
  );
  return [...good, ...bad.flat()];
}

function resultOf(results: readonly BoutResult[], { id }: Contender): BoutResult["result"] {
  const [only, ...others] = results.filter(({ cell }) => cell === id);
  assert.ok(only !== undefined && others.length === 0, `one result of ${id}`);
  return only.result;
}

describe("runBout", () => {
  for (const runtime of ["node", "deno", "bun"]) {
    it(`loses nobody but those that die or hang: ${runtime}`, { timeout: 120_000 }, async () => {
      const { contenders, results } = await bout(runtime, (all) => all);
      assert.equal(results.length, contenders.length);
      for (const { group, round, tookMs } of results) {
        assert.deepEqual([group, round], ["group", 7]);
        assert.ok(tookMs > 0);
      }
      for (const contender of contenders.slice(0, 2)) {
        const result = resultOf(results, contender);
        assert.ok(result.status === "ok", JSON.stringify(result));
        const warm = result.samples.filter(({ phase }) => phase === "warm");
        assert.equal(warm.length, effort.minSamples);
      }
      for (const [index, [, status, error]] of deeds.entries()) {
        const [, , ...bad] = contenders;
        const contender = bad[index];
        assert.ok(contender);
        const result = resultOf(results, contender);
        assert.equal(result.status, status);
        assert.ok(result.status !== "ok");
        assert.match(result.error, error);
      }
    });
  }

  it("measures one after the other where no process can stand still", { timeout: 60_000 }, async () => {
    const { contenders, results } = await bout("node", (all) => all.slice(0, 4), false);
    const [first, second, failing, exiting] = contenders.map((contender) => resultOf(results, contender));
    assert.deepEqual([failing?.status, exiting?.status], ["failed", "failed"]);
    for (const result of [first, second]) {
      assert.ok(result?.status === "ok", JSON.stringify(result));
      assert.equal(result.samples.filter(({ phase }) => phase === "warm").length, effort.minSamples);
    }
  });

  it("takes one that cannot even be started for failed, and measures the others", async () => {
    const gone = ({ cellCommand, ...runtime }: Contender["runtime"]): Contender["runtime"] =>
      ({
        ...runtime,
        cellCommand: (...args: Parameters<typeof cellCommand>) => ({
          ...cellCommand(...args),
          file: "/nowhere/runtime",
        }),
      }) as Contender["runtime"];
    const { contenders, results } = await bout("node", ([first, second]) => {
      assert.ok(first && second);
      return [first, { ...second, runtime: gone(second.runtime) }];
    });
    const [good, bad] = contenders.map((contender) => resultOf(results, contender));
    assert.equal(good?.status, "ok");
    assert.ok(bad?.status === "failed");
    assert.match(bad.error, /ENOENT/);
  });

  it("leaves out those that were interrupted, and ends", { timeout: 60_000 }, async () => {
    await withSurroundings(async (surroundings) => {
      const [hanging] = await realContenders("node", ["misbehaves.ts"], { tasks: 3 }, surroundings);
      assert.ok(hanging);
      const interruption = new AbortController();
      const measuring = runBout(
        "group",
        1,
        [hanging],
        {
          seed: 1,
          effort,
          timeoutMs: () => {
            queueMicrotask(() => interruption.abort());
            return 600_000;
          },
        },
        { ...surroundings, signal: interruption.signal },
      );
      assert.deepEqual(await measuring, []);
    });
  });
});
