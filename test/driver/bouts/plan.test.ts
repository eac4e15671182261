import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { calibratePlan } from "../../../scripts/driver/bouts/calibrate-plan.ts";
import { matrixPlan } from "../../../scripts/driver/bouts/matrix-plan.ts";
import { type Comparison, comparisonsOf, type Plan } from "../../../scripts/driver/bouts/plan.ts";
import { type UpgradePlanOptions, upgradePlan } from "../../../scripts/driver/bouts/upgrade-plan.ts";
import { cellOptions, madeUpRuntime, madeUpWorkload, missingPython } from "../../fixtures/contenders.ts";

const [node, deno, bun] = ["node@26.10.0", "deno@2.9.6", "bun@1.4.5"].map(madeUpRuntime) as [
  ReturnType<typeof madeUpRuntime>,
  ReturnType<typeof madeUpRuntime>,
  ReturnType<typeof madeUpRuntime>,
];

/** `node pool-2 / node inline-1`: what is divided by what. */
function text({ baseline, cell }: Comparison): string {
  const [of, by] = [cell, baseline].map(
    ({ runtime, executor, threads }) => `${runtime.name} ${executor}-${threads}`,
  );
  return `${of} / ${by}`;
}

function texts(plan: Plan, question: Comparison["question"]): string[] {
  return comparisonsOf(plan)
    .filter((comparison) => comparison.question === question)
    .map(text);
}

/** What holds of every plan. */
function assertSound(plan: Plan): void {
  const comparisons = comparisonsOf(plan);
  for (const ids of [plan.groups, comparisons, plan.cells].map((all) => all.map(({ id }) => id))) {
    assert.equal(new Set(ids).size, ids.length, "each has a name of its own");
  }
  for (const { id, contenders, comparisons } of plan.groups) {
    for (const { group, baseline, cell } of comparisons) {
      assert.equal(group, id);
      assert.ok(contenders.includes(baseline) && contenders.includes(cell), "both meet in its bouts");
    }
  }
}

describe("matrixPlan", () => {
  const options = { ...cellOptions, executors: ["inline", "pool"], threads: [1, 2] };

  it("has one group for each workload, tasks and size, with every contender in it", () => {
    const plan = matrixPlan(
      { ...options, sizes: [5, 6], tasks: 3 },
      [node, bun],
      [madeUpWorkload("a"), madeUpWorkload("b")],
    );
    assertSound(plan);
    assert.deepEqual(
      plan.groups.map(({ id }) => id),
      ["a 3x5", "a 3x6", "b 3x5", "b 3x6"],
    );
    for (const { contenders } of plan.groups) assert.equal(contenders.length, 6);
    assert.deepEqual(
      plan.cells.map(({ id }) => id),
      plan.groups
        .flatMap(({ contenders }) =>
          ["node", "bun"].flatMap((name) => contenders.filter(({ runtime }) => runtime.name === name)),
        )
        .map(({ id }) => id),
    );
  });

  it("compares each two runtimes with the same executor and threads, the one named first as the baseline", () => {
    const plan = matrixPlan(options, [deno, node, bun], [madeUpWorkload()]);
    assertSound(plan);
    assert.deepEqual(
      new Set(texts(plan, "runtime")),
      new Set(
        ["inline-1", "pool-1", "pool-2"].flatMap((config) => [
          `node ${config} / deno ${config}`,
          `bun ${config} / deno ${config}`,
          `bun ${config} / node ${config}`,
        ]),
      ),
    );
    assert.equal(texts(plan, "runtime").length, 9);
  });

  it("compares each executor and number of threads with inline under the same runtime", () => {
    const plan = matrixPlan({ ...options, executors: ["pool", "inline"] }, [node, bun], [madeUpWorkload()]);
    assert.deepEqual(
      texts(plan, "executor").sort(),
      ["bun", "node"].flatMap((name) =>
        [1, 2].map((threads) => `${name} pool-${threads} / ${name} inline-1`),
      ),
    );
    assert.deepEqual(
      texts(matrixPlan({ ...options, executors: ["pool"] }, [node], [madeUpWorkload()]), "executor"),
      [],
    );
  });

  it("calls the two what tells them apart", () => {
    const plan = matrixPlan(options, [node, bun], [madeUpWorkload()]);
    const words = (wanted: string) => comparisonsOf(plan).find((each) => text(each) === wanted)?.words;
    assert.deepEqual(words("bun pool-2 / node pool-2"), { baseline: "node@26.10.0", cell: "bun@1.4.5" });
    assert.deepEqual(words("bun pool-2 / bun inline-1"), { baseline: "inline-1", cell: "pool-2" });
  });

  it("has cells that cannot be measured, and no contenders and no comparisons of them", () => {
    const plan = matrixPlan(options, [missingPython, node], [madeUpWorkload()]);
    assert.equal(plan.cells.length, 6);
    assert.deepEqual(
      new Set(plan.groups.flatMap(({ contenders }) => contenders.map(({ runtime }) => runtime))),
      new Set([node]),
    );
    assert.deepEqual(texts(plan, "runtime"), []);
    assert.deepEqual(matrixPlan(options, [missingPython], [madeUpWorkload()]).groups, []);
  });

  it("measures a workload without threads inline alone", () => {
    const plan = matrixPlan(options, [node, bun], [madeUpWorkload("calm", { threaded: false })]);
    assert.deepEqual(comparisonsOf(plan).map(text), ["bun inline-1 / node inline-1"]);
  });

  const many = { ...options, executors: ["inline", "pool", "per-task", "raw"], threads: [1, 2, 4, 8] };
  for (const [what, executors] of [
    ["with inline", many.executors],
    ["without inline", many.executors.slice(1)],
  ] as const) {
    it(`splits what are too many contenders, ${what}, and loses no comparison and makes none twice`, () => {
      const runtimes = [node, deno, bun];
      const plan = matrixPlan({ ...many, executors }, runtimes, [madeUpWorkload()]);
      assertSound(plan);
      assert.ok(plan.groups.length > 1);
      for (const { contenders } of plan.groups) assert.ok(contenders.length <= 24, `${contenders.length}`);
      const configs = executors.flatMap((executor) =>
        executor === "inline" ? ["inline-1"] : many.threads.map((threads) => `${executor}-${threads}`),
      );
      const pairs = [
        ["deno", "node"],
        ["bun", "node"],
        ["bun", "deno"],
      ];
      assert.deepEqual(
        texts(plan, "runtime").sort(),
        configs
          .flatMap((config) => pairs.map(([cell, baseline]) => `${cell} ${config} / ${baseline} ${config}`))
          .sort(),
      );
      assert.deepEqual(
        texts(plan, "executor").sort(),
        executors.includes("inline")
          ? configs
              .filter((config) => config !== "inline-1")
              .flatMap((config) => runtimes.map(({ name }) => `${name} ${config} / ${name} inline-1`))
              .sort()
          : [],
      );
      const measured = new Set(plan.groups.flatMap(({ contenders }) => contenders));
      assert.equal(measured.size, plan.cells.length, "every cell is measured");
    });
  }
});

describe("upgradePlan", () => {
  const options = { ...cellOptions, executors: undefined, workloads: undefined, threads: [2] };
  const versions = { old: madeUpRuntime("node@24.1.0"), new: node };

  it("has a group of two for each cell, the old release as the baseline", () => {
    const plan = upgradePlan({ ...options, executors: ["inline", "pool"] }, versions, [madeUpWorkload()]);
    assertSound(plan);
    assert.deepEqual(
      comparisonsOf(plan).map(({ id, question, baseline, cell, words }) => [
        id,
        question,
        baseline.id,
        cell.id,
        words,
      ]),
      ["inline-1", "pool-2"].map((config) => [
        `made-up/${config}/1x1`,
        "release",
        `made-up/node@24.1.0/${config}/1x1`,
        `made-up/node@26.10.0/${config}/1x1`,
        { baseline: "old", cell: "new" },
      ]),
    );
    for (const { contenders } of plan.groups) assert.equal(contenders.length, 2);
  });

  it("calls the second one a twin where a release is compared with itself", () => {
    const plan = upgradePlan(options, { old: node, new: node }, [
      madeUpWorkload("calm", { threaded: false }),
    ]);
    assertSound(plan);
    const [{ baseline, cell } = assert.fail()] = comparisonsOf(plan);
    assert.equal(baseline.id, "calm/node@26.10.0/inline-1/1x1");
    assert.equal(cell.id, "calm/node@26.10.0/inline-1/1x1/twin");
    assert.equal(cell.runtime, node);
  });

  it("leaves the pool to the default workloads, unless something is asked for", () => {
    const workloads = [madeUpWorkload("threads", { groups: ["default"] }), madeUpWorkload("rest")];
    const ids = (asked: Partial<Pick<UpgradePlanOptions, "workloads" | "executors">>) =>
      upgradePlan({ ...options, ...asked }, versions, workloads).groups.map(({ id }) => id);
    const [inline, pool] = ["inline-1", "pool-2"];
    assert.deepEqual(ids({}), [`threads/${inline}/1x1`, `threads/${pool}/1x1`, `rest/${inline}/1x1`]);
    assert.ok(ids({ workloads: ["rest"] }).includes(`rest/${pool}/1x1`));
    assert.deepEqual(ids({ executors: ["pool"] }), [`threads/${pool}/1x1`, `rest/${pool}/1x1`]);
  });
});

describe("calibratePlan", () => {
  const options = { ...cellOptions, executors: ["inline", "pool"], workloads: ["made-up"], threads: [2] };
  const plan = calibratePlan({ ...options, repeats: 2 }, [0.01, 0.1], node, [madeUpWorkload()]);

  it("checks each cell against its twin: as often as it is asked to, and slowed by each share", () => {
    assertSound(plan);
    const variants = ["nothing-1", "nothing-2", "slower-by-1-percent", "slower-by-10-percent"];
    assert.deepEqual(
      comparisonsOf(plan).map(({ baseline, cell }) => [baseline.id, cell.id]),
      ["inline-1", "pool-2"].flatMap((config) =>
        variants.map((variant) => [
          `made-up/node@26.10.0/${config}/1x1/${variant}`,
          `made-up/node@26.10.0/${config}/1x1/${variant}-twin`,
        ]),
      ),
    );
  });

  it("slows the new side alone, and wraps both alike", () => {
    assert.deepEqual(
      comparisonsOf(plan).map(({ baseline, cell }) => [baseline.slowdown, cell.slowdown]),
      [0, 0, 0.01, 0.1, 0, 0, 0.01, 0.1].map((slowdown) => [0, slowdown]),
    );
  });

  it("knows of which kind each check is", () => {
    assert.deepEqual(
      plan.groups.map(({ id }) => plan.kinds.get(id)),
      ["inline-1", "pool-2"].flatMap((config) => Array(4).fill(`made-up/${config}/1x1`)),
    );
  });
});
