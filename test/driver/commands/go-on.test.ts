import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { comparisonsOf } from "../../../scripts/driver/bouts/plan.ts";
import { upgradePlan } from "../../../scripts/driver/bouts/upgrade-plan.ts";
import { noAccess } from "../../../scripts/driver/command-line/access.ts";
import { goOn } from "../../../scripts/driver/commands/go-on.ts";
import type { VerdictRow } from "../../../scripts/driver/judge/verdict.ts";
import { madeUpRuntime, madeUpWorkload } from "../../fixtures/contenders.ts";

const cells = {
  threads: [2],
  tasks: undefined,
  sizes: undefined,
  executors: ["inline", "pool"],
  workloads: ["mine"],
};
const workload = { ...madeUpWorkload("mine"), path: `${process.cwd()}/my work.ts` };

/** The searches that go on from a check in which all cells of a workload have one verdict. */
function searches(
  verdict: "broke" | "slower" | "faster",
  { old = "bun@1.3.14", own = "bun@1.4.5", metric = "wall_ms", options = {}, kind = "searches" },
): string[] {
  const versions = { old: madeUpRuntime(old), new: madeUpRuntime(own) };
  const plan = upgradePlan(cells, versions, [workload]);
  const rows = comparisonsOf(plan).map(
    (comparison) => ({ comparison, verdict, metric, better: "lower", notes: [] }) as unknown as VerdictRow,
  );
  const typed = {
    tasks: undefined,
    sizes: undefined,
    threshold: { kind: "auto" },
    access: noAccess,
    ...options,
  } as const;
  const { searches, explanations } = goOn(typed, versions, plan, rows);
  return kind === "searches" ? [...searches] : [...explanations];
}

describe("goOn", () => {
  it("are one for each cell that is slower or broke, as one types it", () => {
    assert.deepEqual(searches("slower", {}), [
      "npx zx scripts/bisect.mjs bun@1.3.14 bun@1.4.5 -w 'my work.ts'",
      "npx zx scripts/bisect.mjs bun@1.3.14 bun@1.4.5 -w 'my work.ts' --executor pool --threads 2",
    ]);
    assert.deepEqual(searches("faster", {}), []);
  });

  it("explain what is slower, also between two runtimes, and nothing that does not run", () => {
    assert.deepEqual(searches("slower", { old: "node@24.1.0", kind: "explanations" }), [
      "npx zx scripts/explain.mjs node@24.1.0 bun@1.4.5 -w 'my work.ts'",
      "npx zx scripts/explain.mjs node@24.1.0 bun@1.4.5 -w 'my work.ts' --executor pool --threads 2",
    ]);
    assert.deepEqual(searches("broke", { kind: "explanations" }), []);
    assert.deepEqual(searches("slower", { metric: "kept_mb", kind: "explanations" }), []);
  });

  it("follow the figure, with the options of the check", () => {
    const options = {
      tasks: 3,
      threshold: { kind: "fixed", change: 0.03 },
      access: { ...noAccess, env: ["KEY"] },
    };
    assert.equal(
      searches("slower", { metric: "kept_mb", options })[0],
      "npx zx scripts/bisect.mjs bun@1.3.14 bun@1.4.5 -w 'my work.ts' --tasks 3 --metric kept_mb --threshold 3% --env KEY",
    );
  });

  it("are none between two runtimes, nor from a release to an older one", () => {
    assert.deepEqual(searches("broke", { old: "node@24.1.0" }), []);
    assert.deepEqual(searches("broke", { own: "bun@1.3.1" }), []);
  });
});
