import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { describe, it } from "node:test";
import type { Contender } from "../../../scripts/driver/bouts/contender.ts";
import { matrixPlan } from "../../../scripts/driver/bouts/matrix-plan.ts";
import { comparisonsOf, type Group, type Plan } from "../../../scripts/driver/bouts/plan.ts";
import type { ProcessResult } from "../../../scripts/driver/bouts/process-record.ts";
import { RunFolder } from "../../../scripts/driver/bouts/run-folder.ts";
import { upgradePlan } from "../../../scripts/driver/bouts/upgrade-plan.ts";
import { Judgements } from "../../../scripts/driver/judge/judgements.ts";
import { cellOptions, madeUpRuntime, madeUpWorkload } from "../../fixtures/contenders.ts";
import { newFolder } from "../../fixtures/matrix-runs.ts";
import { failed, measured, normalNumbers } from "../../fixtures/processes.ts";

const [node, bun] = [madeUpRuntime("node@26.10.0"), madeUpRuntime("bun@1.4.5")];

let runs = 0;

/** A run of a plan, before its first bout. */
function begun(plan: Plan) {
  const path = newFolder(`judged-${runs++}`);
  mkdirSync(path);
  const folder = new RunFolder(path, plan);
  const judgements = new Judgements(folder, comparisonsOf(plan), { kind: "auto" });
  const rounds = new Map<Group, number>();
  /** A bout of those that are wanted, in which each comes to what `play` says. */
  const bout = (group: Group, play: (contender: Contender) => ProcessResult): void => {
    const round = (rounds.get(group) ?? 0) + 1;
    rounds.set(group, round);
    folder.add(
      judgements.wanted(group).map((contender) => ({
        ...{ cell: contender.id, group: group.id, round, foreignCores: 0, tookMs: 1 },
        result: play(contender),
      })),
    );
  };
  return { folder, judgements, bout };
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  assert.ok(item !== undefined);
  return item;
}

const names = (contenders: readonly Contender[]): string[] =>
  contenders.map(({ runtime, executor, threads }) => `${runtime.name} ${executor}-${threads}`);

describe("Judgements of a matrix", () => {
  const options = { ...cellOptions, executors: ["inline", "pool"], threads: [2] };
  const noise = ({ id, runtime }: Contender, index: number): number =>
    100 * (runtime === bun ? 1.2 : 1) * (1 + 0.002 * ((7 * index + id.length) % 5));

  it("leave out who has failed once, and go on with the others until all is settled", () => {
    const plan = matrixPlan(options, [node, bun], [madeUpWorkload()]);
    const group = first(plan.groups);
    const { judgements, bout } = begun(plan);
    assert.deepEqual(names(judgements.wanted(group)), names(group.contenders));
    const isBad = ({ runtime, executor }: Contender) => runtime === bun && executor === "pool";
    let bouts = 0;
    const play = (contender: Contender) =>
      isBad(contender) && bouts === 2 ? failed("Error: once") : measured(noise(contender, bouts));
    for (; bouts < 3; bouts++) bout(group, play);
    assert.deepEqual(names(judgements.alive(group)), ["node inline-1", "bun inline-1", "node pool-2"]);
    for (; bouts < 400 && judgements.standing(group).need !== "settled"; bouts++) bout(group, play);
    assert.equal(judgements.standing(group).need, "settled");
    assert.deepEqual(judgements.wanted(group), []);
    const verdicts = judgements
      .rows(group.comparisons)
      .map(({ comparison, verdict }) => `${comparison.words.cell} ${comparison.name.executor} ${verdict}`);
    assert.deepEqual(verdicts.sort(), [
      "bun@1.4.5 inline slower",
      "bun@1.4.5 pool broke",
      "pool-2 pool broke",
      "pool-2 pool same",
    ]);
  });

  it("find a smaller difference between two runtimes the more others are known to differ", () => {
    const deno = madeUpRuntime("deno@2.9.6");
    const workloads = Array.from({ length: 20 }, (_, index) => madeUpWorkload(`made-up-${index}`));
    const plan = matrixPlan({ ...cellOptions, executors: ["inline"] }, [node, bun, deno], workloads);
    /** What is said of Deno against Node, in the first workload, after ten bouts of each. */
    const verdict = (times: ReadonlyMap<unknown, number>): string | undefined => {
      const { judgements, bout } = begun(plan);
      for (const group of plan.groups) {
        const normal = normalNumbers(8);
        for (let bouts = 0; bouts < 10; bouts++)
          bout(group, ({ runtime }) => measured((times.get(runtime) ?? 0) * (1 + 0.01 * normal())));
      }
      judgements.conclude(true);
      return judgements
        .rows(first(plan.groups).comparisons)
        .find(({ comparison: { words } }) => words.baseline === node.label && words.cell === deno.label)
        ?.verdict;
    };
    const verdicts = Array.from({ length: 16 }, (_, step) => {
      const times = [
        [node, 100],
        [deno, 101.9 + step / 10],
      ] as const;
      return [150, 100].map((bunTime) => verdict(new Map([...times, [bun, bunTime] as const]))).join();
    });
    assert.ok(verdicts.includes("slower,inconclusive"), verdicts.join(" "));
    assert.ok(!verdicts.includes("inconclusive,slower"), verdicts.join(" "));
    assert.equal(verdicts.at(-1), "slower,slower");
  });

  it("look at what is open once more when the run is over", () => {
    const plan = matrixPlan({ ...cellOptions, executors: ["inline"] }, [node, bun], [madeUpWorkload()]);
    const group = first(plan.groups);
    const { judgements, bout } = begun(plan);
    // t is 6.9 after nine bouts: enough for what the looks up to then have left, and too little for the one after eight.
    const effects = [1.2, 2.4, 3.6, 1.2, 2.4, 3.6, 1.2, 2.4, 3.6];
    for (const effect of effects)
      bout(group, ({ runtime }) => measured(100 * Math.exp(runtime === bun ? effect / 100 : 0)));
    const verdict = () => judgements.rows(group.comparisons).map((row) => row.verdict);
    assert.deepEqual(verdict(), ["inconclusive"]);
    judgements.conclude(true);
    assert.deepEqual(verdict(), ["slower"]);
  });

  it("want only those whose comparisons more bouts would help", () => {
    const plan = matrixPlan(cellOptions, [node, bun, madeUpRuntime("deno@2.9.6")], [madeUpWorkload()]);
    const group = first(plan.groups);
    const { judgements, bout } = begun(plan);
    bout(group, ({ runtime }) => (runtime === bun ? failed() : measured(10)));
    assert.deepEqual(names(judgements.wanted(group)), ["node inline-1", "deno inline-1"]);
    bout(group, ({ runtime }) => (runtime === node ? failed() : measured(10)));
    assert.deepEqual(names(judgements.alive(group)), ["deno inline-1"]);
    assert.deepEqual(judgements.wanted(group), []);
    assert.equal(judgements.standing(group).need, "settled");
  });

  it("measure a group in which nothing is compared until there is an interval, and no longer", () => {
    const plan = matrixPlan({ ...options, executors: ["pool"], threads: [1, 2] }, [node], [madeUpWorkload()]);
    const group = first(plan.groups);
    assert.deepEqual(group.comparisons, []);
    const { folder, judgements, bout } = begun(plan);
    for (let bouts = 0; bouts < 20 && judgements.standing(group).need !== "settled"; bouts++)
      bout(group, () => measured(10));
    assert.deepEqual(
      group.contenders.map((each) => folder.processesOf(each).length),
      [6, 6],
    );
  });

  it("do not wait for one that has failed where nothing is compared", () => {
    const plan = matrixPlan({ ...options, executors: ["pool"], threads: [1, 2] }, [node], [madeUpWorkload()]);
    const group = first(plan.groups);
    const { folder, judgements, bout } = begun(plan);
    for (let bouts = 0; bouts < 20 && judgements.standing(group).need !== "settled"; bouts++)
      bout(group, ({ threads }) => (threads === 1 ? failed() : measured(10)));
    assert.deepEqual(
      group.contenders.map((each) => folder.processesOf(each).length),
      [1, 6],
    );
    assert.equal(judgements.standing(group).need, "settled");
  });

  it("take what has failed in one group for failed in the others that it is in", () => {
    const many = { ...options, executors: ["inline", "pool", "per-task", "raw"], threads: [1, 2, 4, 8] };
    const plan = matrixPlan(many, [node, bun], [madeUpWorkload()]);
    const [one, other] = plan.groups;
    assert.ok(one !== undefined && other !== undefined);
    const { judgements, bout } = begun(plan);
    const isInline = ({ executor, runtime }: Contender) => executor === "inline" && runtime === node;
    bout(one, (contender) => (isInline(contender) ? failed("Error: once") : measured(10)));
    bout(other, () => measured(10));
    assert.ok(!judgements.alive(other).some(isInline));
    const against = other.comparisons.filter(({ baseline }) => isInline(baseline));
    assert.ok(against.length > 0);
    for (const comparison of against) {
      const { rows, need } = judgements.of(comparison);
      assert.deepEqual([rows.map(({ verdict }) => verdict), need], [["fixed"], "settled"], comparison.id);
      assert.match(rows[0]?.notes.join() ?? "", /Error: once/);
    }
  });
});

describe("Judgements of a check of an upgrade", () => {
  it("measure on with a release that has failed once: failures have to recur", () => {
    const options = { ...cellOptions, executors: ["inline"], workloads: undefined };
    const plan = upgradePlan(options, { old: node, new: bun }, [madeUpWorkload()]);
    const group = first(plan.groups);
    const { judgements, bout } = begun(plan);
    bout(group, ({ runtime }) => (runtime === bun ? failed() : measured(10)));
    assert.deepEqual(names(judgements.alive(group)), ["node inline-1", "bun inline-1"]);
    assert.deepEqual(names(judgements.wanted(group)), ["node inline-1", "bun inline-1"]);
    assert.equal(judgements.standing(group).need, "confirm");
    for (let bouts = 1; bouts < 4; bouts++)
      bout(group, ({ runtime }) => (runtime === bun ? failed() : measured(10)));
    assert.equal(judgements.standing(group).need, "settled");
    assert.deepEqual(
      judgements.rows(group.comparisons).map(({ verdict }) => verdict),
      ["broke"],
    );
  });
});
