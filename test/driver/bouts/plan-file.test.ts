import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { before, describe, it } from "node:test";
import { knownPlan } from "../../../scripts/driver/bouts/shards/describe-plan.ts";
import { expectedTimes } from "../../../scripts/driver/bouts/shards/expected-times.ts";
import { knownTimes } from "../../../scripts/driver/bouts/shards/known-times.ts";
import {
  differenceOf,
  type PlanFile,
  planText,
  readPlanFile,
  writePlanFile,
} from "../../../scripts/driver/bouts/shards/plan-file.ts";
import { median } from "../../../scripts/driver/statistics/median.ts";
import { madeUpContender } from "../../fixtures/contenders.ts";
import { newFolder, rows } from "../../fixtures/matrix-runs.ts";
import { madeUpPlan, writeShard } from "../../fixtures/shards.ts";

describe("PlanFile", () => {
  let plan: PlanFile;
  before(async () => {
    plan = await madeUpPlan(["a", "b"]);
  });

  function file(name: string): string {
    const path = newFolder(name);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }

  it("comes back as it was written, with the looks of the whole", () => {
    const path = file("plan.json");
    assert.deepEqual(writePlanFile(path, plan), plan);
    assert.deepEqual(readPlanFile(path), plan);
    assert.equal(plan.comparisons.length, 2);
    assert.ok(plan.looks.length > 5);
    assert.equal(readPlanFile(file("none.json")), undefined);
  });

  it("is written by one of several who want to, and read by the others", async () => {
    const path = file("contested.json");
    writePlanFile(path, plan);
    const other = await madeUpPlan(["a", "b"], undefined, { seed: 2 });
    assert.deepEqual(writePlanFile(path, other), plan);
  });

  it("is refused when it was changed or cut off", () => {
    const path = file("changed.json");
    writeFileSync(path, planText(plan).replace('"seed": 1', '"seed": 2'));
    assert.throws(() => readPlanFile(path), /was changed after it was written/);
    writeFileSync(path, planText(plan).slice(0, 500));
    assert.throws(() => readPlanFile(path), /expected a file that --plan has written/);
  });

  it("says in what two plans differ", async () => {
    assert.equal(differenceOf(plan, plan), undefined);
    assert.match(
      differenceOf(plan, await madeUpPlan(["a", "b"], ["node@26.10.0", "bun@1.4.4"])) ?? "",
      /bun@1\.4\.5.*bun@1\.4\.4/,
    );
    assert.equal(
      differenceOf(plan, await madeUpPlan(["a", "b"], undefined, { seed: 2 })),
      "the seed 1, and 2",
    );
  });

  it("has all that it takes to judge", () => {
    const { cells, groups } = knownPlan(plan);
    assert.deepEqual(
      cells.map(({ id }) => id),
      plan.cells.map(({ id }) => id),
    );
    const [comparison] = groups[0]?.comparisons ?? [];
    assert.equal(comparison?.baseline, cells[0]);
    assert.equal(comparison?.name.workload, "a");
  });
});

describe("expectedTimes", () => {
  it("are those of an earlier run, of the same cell or of its like under other releases", async () => {
    const folder = writeShard(newFolder("earlier"), await madeUpPlan(["made-up"]), { index: 1, of: 1 });
    const times = expectedTimes(folder);
    assert.equal(times(madeUpContender("node@26.10.0")), 1);
    assert.equal(times(madeUpContender("node@24.1.0")), 1);
    assert.equal(times(madeUpContender("node@24.1.0", "payload")), knownTimes.payload?.inline);
    assert.throws(() => expectedTimes(newFolder("nowhere")), /there is no processes\.csv/);
  });

  it("are those that a run of all workloads measured", () => {
    const measured = Map.groupBy(
      rows("results/upgrade-2026-11-27T00-46-00", "processes.csv").filter(({ took_ms: took }) => took),
      ({ cell = "" }) => `${cell.split("/")[0]} ${/\/inline-/.test(cell) ? "inline" : "threads"}`,
    );
    const seconds = (key: string): number | undefined => {
      const took = measured.get(key)?.map(({ took_ms: took }) => Number(took) / 1000);
      return took && median(took);
    };
    for (const [name, { inline, threads }] of Object.entries(knownTimes)) {
      for (const [known, found] of [
        [inline, seconds(`${name} inline`)],
        [threads, seconds(`${name} threads`)],
      ]) {
        if (known !== undefined)
          assert.ok(Math.abs(known - (found ?? 0)) <= 0.06, `${name}: ${known}, ${found}`);
      }
    }
    // A workload that came later has no time until there is such a run with it.
    const run = new Set([...measured.keys()].map((key) => key.split(" ")[0]));
    assert.deepEqual(Object.keys(knownTimes).sort(), [...run].sort());
  });
});
