import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { describe, it } from "node:test";
import { BisectPlan } from "../../../scripts/driver/bouts/bisect-plan.ts";
import type { ProcessResult } from "../../../scripts/driver/bouts/process-record.ts";
import { RunFolder } from "../../../scripts/driver/bouts/run-folder.ts";
import { Bisection } from "../../../scripts/driver/commands/bisection.ts";
import { type Outcome, outcomeOf } from "../../../scripts/driver/judge/bisect/stage.ts";
import { Judgements } from "../../../scripts/driver/judge/judgements.ts";
import { RuntimeUnavailable } from "../../../scripts/driver/releases/runtime-unavailable.ts";
import { cellOptions, madeUpRuntime, madeUpWorkload } from "../../fixtures/contenders.ts";
import { newFolder } from "../../fixtures/matrix-runs.ts";
import { failed, measured, normalNumbers } from "../../fixtures/processes.ts";

/** What a process of the release at a place comes to. */
type Play = (place: number, noise: () => number) => ProcessResult;

interface MadeUp {
  readonly places: number;
  readonly play: Play;
  readonly seed?: number;
  readonly metric?: string;
  readonly mostBouts?: number;
  readonly install?: (place: number) => void;
}

let runs = 0;

/** A search over releases that nobody measures, to its end. */
async function search({ places, play, seed = 1, metric = "wall_ms", mostBouts = 1500, install }: MadeUp) {
  const labels = Array.from({ length: places }, (_, place) => `bun@1.${place}.0`);
  const runtime = (place: number) => madeUpRuntime(labels[place]);
  const ends = { old: runtime(0), new: runtime(places - 1) };
  const plan = new BisectPlan(cellOptions, labels, ends, madeUpWorkload());
  const path = newFolder(`searched-${runs++}`);
  mkdirSync(path);
  const folder = new RunFolder(path, { cells: plan.possibleCells });
  const judgements = new Judgements(folder, plan.ends.comparisons, { kind: "auto" });
  const { signal } = new AbortController();
  const bisection = new Bisection({
    ...{ plan, folder, judgements, metric, finest: 0.01, labels, signal },
    install: async (place) => {
      install?.(place);
      return runtime(place);
    },
  });
  const noise = normalNumbers(seed);
  let round = 0;
  await bisection.grow();
  for (;;) {
    const group = plan.groups.find((each) => bisection.standing(each).need === "decide");
    if (group === undefined || round === mostBouts) break;
    round += 1;
    folder.add(
      bisection.wanted(group).map((contender) => ({
        ...{ cell: contender.id, group: group.id, round, foreignCores: 0, tookMs: 1 },
        result: play(labels.indexOf(contender.runtime.label), noise),
      })),
    );
    await bisection.grow();
  }
  return { plan, bouts: round, outcome: outcomeOf(bisection.stage, bisection.observed.ends) };
}

/** Times around levels, with noise from process to process. */
function levels(level: (place: number) => number, spread = 0.02): Play {
  return (place, noise) => measured(100 * level(place) * Math.exp(spread * noise()));
}

/** The first release of the new level, or what else it came to. */
function answer(outcome: Outcome): unknown {
  if (outcome.kind === "found") return outcome.range.first;
  return outcome.kind === "range" ? [outcome.why, outcome.range.last, outcome.range.first] : outcome.kind;
}

describe("Bisection", () => {
  it("finds the release, wherever it is on the path, with few others", async () => {
    for (let first = 1; first < 20; first++) {
      const { outcome, plan } = await search({
        ...{ places: 20, seed: first, play: levels((place) => (place >= first ? 1.2 : 1)) },
      });
      assert.equal(answer(outcome), first);
      assert.ok(outcome.kind === "found" && outcome.change.kind === "slower");
      assert.ok(plan.cells.length <= 2 + 5);
    }
  });

  it("finds what became faster", async () => {
    const { outcome } = await search({ places: 9, play: levels((place) => (place >= 3 ? 0.8 : 1)) });
    assert.ok(outcome.kind === "found" && outcome.change.kind === "faster");
    assert.equal(outcome.range.first, 3);
  });

  it("is not led astray by small changes beside the large one", async () => {
    const drift = (place: number): number => 1 + 0.004 * place;
    const { outcome } = await search({
      ...{ places: 12, play: levels((place) => drift(place) * (place >= 8 ? 1.25 : 1), 0.01) },
    });
    assert.equal(answer(outcome), 8);
  });

  it("never names a wrong release where the noise is as large as the change", async () => {
    const answers = [];
    for (let seed = 1; seed <= 12; seed++) {
      const { outcome } = await search({
        ...{ places: 16, seed, mostBouts: 400, play: levels((place) => (place >= 11 ? 1.05 : 1), 0.05) },
      });
      answers.push(outcome.kind === "found" ? outcome.range.first : outcome.kind);
    }
    assert.deepEqual(
      answers.filter((each) => typeof each === "number" && each !== 11),
      [],
    );
    assert.ok(answers.includes(11));
  });

  it("says that the ends do not differ, and installs nothing", async () => {
    const { outcome, plan, bouts } = await search({ places: 30, play: levels(() => 1, 0.01) });
    assert.equal(answer(outcome), "alike");
    assert.equal(plan.cells.length, 2);
    assert.ok(bouts <= 64);
  });

  it("asks the neighbours of a release whose side cannot be told", async () => {
    const wild = new Set([4, 5]);
    const { outcome, plan } = await search({
      places: 9,
      play: (place, noise) =>
        measured(100 * (place >= 7 ? 1.2 : 1) * Math.exp((wild.has(place) ? 1 : 0.02) * noise())),
    });
    assert.equal(answer(outcome), 7);
    assert.ok(plan.middle(4));
  });

  it("gives a range where nothing can be told of what lies between", async () => {
    const { outcome } = await search({
      places: 7,
      play: (place, noise) =>
        measured(100 * (place >= 4 ? 1.2 : 1) * Math.exp(([3, 4].includes(place) ? 1 : 0.02) * noise())),
    });
    assert.deepEqual(answer(outcome), ["unclear", 2, 5]);
  });

  it("finds one of the steps where a change came, went and came again", async () => {
    const { outcome } = await search({
      ...{ places: 16, play: levels((place) => ((place >= 3 && place < 6) || place >= 12 ? 1.3 : 1)) },
    });
    assert.ok([3, 12].includes(Number(answer(outcome))));
  });

  it("finds the larger one of two steps, and of two of one size one of them, or a range with both", async () => {
    const steps = (first: number, second: number): Play =>
      levels((place) => (place >= 8 ? first * second : place >= 4 ? first : 1), 0.01);
    const larger = await search({ places: 12, play: steps(1.3, 1.1) });
    assert.equal(answer(larger.outcome), 4);
    for (let seed = 1; seed <= 8; seed++) {
      const { outcome } = await search({ places: 12, seed, play: steps(1.2, 1.2) });
      assert.ok(outcome.kind === "found" || outcome.kind === "range");
      const { last, first } = outcome.range;
      assert.ok(outcome.kind === "found" ? [4, 8].includes(first) : last < 4 && first >= 8);
    }
  });

  it("names no release where the change comes step by step", async () => {
    const { outcome } = await search({ places: 9, play: levels((place) => 1.05 ** place, 0.01) });
    assert.ok(outcome.kind === "range" && outcome.why === "several");
    assert.ok(outcome.range.last < 4 && outcome.range.first > 4);
  });

  it("passes over releases that cannot be had, and those that do not run the workload", async () => {
    const { outcome, plan } = await search({
      places: 9,
      play: (place, noise) =>
        place === 5
          ? failed("TypeError: no such API")
          : levels((each) => (each >= 7 ? 1.3 : 1))(place, noise),
      install: (place) => {
        if (place === 4) throw new RuntimeUnavailable("Cannot install it: it is not there");
      },
    });
    assert.equal(answer(outcome), 7);
    assert.deepEqual([...plan.missing], [[4, "Cannot install it: it is not there"]]);
  });

  it("halts where nothing can be installed for now, and keeps what it knows", async () => {
    const cause = Object.assign(new Error("offline"), { code: "ENOTFOUND" });
    const { outcome, plan } = await search({
      places: 9,
      play: levels((place) => (place >= 6 ? 1.3 : 1)),
      install: (place) => {
        if (place !== 4) throw new RuntimeUnavailable("Cannot install it: no network", { cause });
      },
    });
    assert.deepEqual(answer(outcome), ["unfinished", 4, 8]);
    assert.equal(plan.halted, "Cannot install it: no network");
  });

  for (const kind of ["broke", "fixed"] as const) {
    it(`finds what ${kind}`, async () => {
      for (const first of [1, 6, 9]) {
        const { outcome, bouts } = await search({
          places: 10,
          play: (place, noise) =>
            place >= first === (kind === "broke") ? failed() : measured(100 * Math.exp(0.1 * noise())),
        });
        assert.ok(outcome.kind === "found" && outcome.change.kind === kind);
        assert.equal(outcome.range.first, first);
        assert.ok(bouts <= 5 * 4);
      }
    });
  }

  it("ends where the workload runs under neither end", async () => {
    const { outcome, bouts } = await search({ places: 10, play: () => failed() });
    assert.deepEqual([answer(outcome), bouts], ["alike", 2]);
  });

  it("follows a figure of the workload's own, also one that is better when it is higher, or was zero", async () => {
    const figure = (
      name: string,
      better: "lower" | "higher",
      value: (place: number, noise: number) => number,
    ): Play => {
      return (place, noise) =>
        measured(100 * Math.exp(0.3 * noise()), { [name]: { value: value(place, noise()), better } });
    };
    const throughput = figure(
      "calls_per_s",
      "higher",
      (place, noise) => (place >= 5 ? 800 : 1000) * Math.exp(0.02 * noise),
    );
    const leak = figure("leaked", "lower", (place) => (place >= 5 ? 3 : 0));
    for (const [metric, play] of [
      ["calls_per_s", throughput],
      ["leaked", leak],
    ] as const) {
      const { outcome } = await search({ places: 9, metric, play });
      assert.equal(answer(outcome), 5, metric);
      assert.ok(outcome.kind === "found" && outcome.change.kind === "slower");
    }
  });

  it("halts after the first bout where the workload reports no such figure", async () => {
    const { plan, bouts } = await search({ places: 9, metric: "kept_mb", play: levels(() => 1) });
    assert.equal(bouts, 1);
    assert.match(plan.halted ?? "", /no figure "kept_mb"; it has wall_ms/);
  });
});
