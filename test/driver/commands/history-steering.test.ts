import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import process from "node:process";
import { describe, it } from "node:test";
import { HistoryPlan } from "../../../scripts/driver/bouts/history-plan.ts";
import type { ProcessResult } from "../../../scripts/driver/bouts/process-record.ts";
import { RunFolder } from "../../../scripts/driver/bouts/run-folder.ts";
import { coarseToFine, HistorySteering } from "../../../scripts/driver/commands/history-steering.ts";
import { Chronicle } from "../../../scripts/driver/judge/history/chronicle.ts";
import { releaseStates } from "../../../scripts/driver/judge/history/release-states.ts";
import { Judgements } from "../../../scripts/driver/judge/judgements.ts";
import { DeferredRuntime } from "../../../scripts/driver/releases/deferred-runtime.ts";
import { RuntimeUnavailable } from "../../../scripts/driver/releases/runtime-unavailable.ts";
import { cellOptions, madeUpRuntime, madeUpWorkload } from "../../fixtures/contenders.ts";
import { newFolder } from "../../fixtures/matrix-runs.ts";
import { failed, measured, normalNumbers } from "../../fixtures/processes.ts";

/** What a process of a release comes to. */
type Play = (minor: number, noise: () => number) => ProcessResult;

interface MadeUp {
  /** Minor versions. */
  readonly releases: readonly number[];
  readonly play: Play;
  readonly reference?: number;
  readonly seed?: number;
  readonly mostBouts?: number;
  readonly install?: (label: string) => void;
  /** Goes on with what is there. */
  readonly folder?: string;
}

let runs = 0;

/** A history of releases that nobody measures, to its end. */
async function follow({
  releases,
  play,
  reference = releases[0] ?? 0,
  seed = 1,
  mostBouts = 3000,
  install,
  folder: earlier,
}: MadeUp) {
  const deferred = releases.map((minor) => new DeferredRuntime("bun", `1.${minor}.0`));
  const plan = new HistoryPlan(cellOptions, madeUpRuntime(`bun@1.${reference}.0`), deferred, [
    madeUpWorkload(),
  ]);
  const path = earlier ?? newFolder(`followed-${runs++}`);
  if (earlier === undefined) mkdirSync(path);
  const folder = new RunFolder(path, plan);
  if (earlier !== undefined) folder.restore();
  const before = folder.processes.length;
  const threshold = { kind: "fixed", change: 0.02 } as const;
  const judgements = new Judgements(folder, plan.confirmations, threshold);
  const chronicle = new Chronicle(plan, folder, judgements, threshold);
  const installed: string[] = [];
  let kept: readonly string[] = [];
  const steering = new HistorySteering({
    ...{ chronicle, judgements, releases: deferred },
    signal: new AbortController().signal,
    install: async (label) => {
      install?.(label);
      installed.push(label);
      // A binary that is there.
      return { ...madeUpRuntime(label), path: process.execPath };
    },
    keepOnly: async (labels) => {
      kept = labels;
    },
  });
  const noise = normalNumbers(seed);
  await steering.grow();
  for (let bouts = 0; bouts < mostBouts; bouts++) {
    const open = plan.groups.filter((each) => steering.standing(each).need !== "settled");
    const [group] = open.toSorted((a, b) => chronicle.bouts(a) - chronicle.bouts(b));
    if (group === undefined) break;
    const labels = group.contenders.map(({ runtime }) => runtime.label);
    // The reference stays by itself.
    assert.ok(labels.every((label) => label === `bun@1.${reference}.0` || kept.includes(label)));
    folder.add(
      steering.wanted(group).map((contender) => ({
        ...{
          cell: contender.id,
          group: group.id,
          round: 1 + chronicle.bouts(group),
          foreignCores: 0,
          tookMs: 1,
        },
        result: play(Number(contender.runtime.label.split(".")[1]), noise),
      })),
    );
    await steering.grow();
  }
  if (plan.groups.every((each) => steering.standing(each).need === "settled")) assert.deepEqual(kept, []);
  const record = {
    reference: `bun@1.${reference}.0`,
    releases: releases.map((minor) => ({ version: `1.${minor}.0` })),
  };
  const states = releaseStates(chronicle, record);
  return { plan, chronicle, states, installed, path, added: folder.processes.slice(before) };
}

const range = (to: number): number[] => Array.from({ length: to + 1 }, (_, minor) => minor);

/** Times around levels, with noise from process to process. */
function levels(level: (minor: number) => number, spread = 0.015): Play {
  return (minor, noise) => measured(100 * level(minor) * Math.exp(spread * noise()));
}

/** `1.5.0 slower`. */
function stepsIn({ states }: Awaited<ReturnType<typeof follow>>, metric = "wall_ms"): string[] {
  return states
    .filter((state) => state.metric === metric && "against" in state.change)
    .map(({ release, change }) => `${release.split("@")[1]} ${change.kind}`);
}

describe("HistorySteering", () => {
  it("finds each step, also one that the next release takes back, and says it against the release before", async () => {
    const level = (minor: number): number => (minor >= 9 ? 0.8 : minor === 4 ? 1.1 : 1);
    const history = await follow({ releases: range(11), play: levels(level) });
    assert.deepEqual(stepsIn(history), ["1.4.0 slower", "1.5.0 faster", "1.9.0 faster"]);
    const last = history.states.find(({ release }) => release === "bun@1.9.0");
    assert.ok(last?.change.kind === "faster" && last.change.against === "bun@1.8.0");
    assert.ok(Math.abs((last.change.row.ratio?.value ?? 0) - 0.8) < 0.02);
    assert.ok(Math.abs((last.levelRatio ?? 0) - 0.8) < 0.02);
  });

  it("finds nothing where nothing changes, and gives no release more bouts than it needs", async () => {
    const { states, plan } = await follow({ releases: range(9), play: levels(() => 1) });
    assert.ok(states.every(({ change, status }) => change.kind === "none" && status === "ok"));
    assert.equal(plan.confirmations.length, 0);
    assert.ok(states.every(({ bouts }) => bouts >= 8 && bouts <= 12));
  });

  it("spends bouts where the level is doubtful: on a release whose times spread", async () => {
    const play: Play = (minor, noise) => measured(100 * Math.exp((minor === 3 ? 0.1 : 0.01) * noise()));
    const { states } = await follow({ releases: range(6), play });
    const bouts = (minor: number): number => states[minor]?.bouts ?? 0;
    assert.ok(bouts(3) > 2 * bouts(2));
  });

  it("says no step that does not recur when both releases meet", async () => {
    const history = await follow({
      releases: range(7),
      // It is slower beside the reference alone: while that is measured for the first time.
      play: (() => {
        const seen = new Map<number, number>();
        return (minor: number, noise: () => number) => {
          const count = (seen.get(minor) ?? 0) + 1;
          seen.set(minor, count);
          return measured(100 * (minor >= 4 && count <= 8 ? 1.1 : 1) * Math.exp(0.01 * noise()));
        };
      })(),
    });
    assert.deepEqual(stepsIn(history), []);
    assert.ok(history.plan.confirmations.length > 0);
  });

  it("measures what is new alone when a release is added, with the same reference", async () => {
    const play = levels((minor) => (minor >= 8 ? 1.2 : 1));
    const { path, states } = await follow({ releases: range(7), play });
    assert.ok(states.every(({ change }) => change.kind === "none"));
    const { added, installed, ...later } = await follow({ releases: range(8), play, folder: path, seed: 2 });
    assert.deepEqual(stepsIn({ added, installed, ...later }), ["1.8.0 slower"]);
    assert.deepEqual(new Set(installed), new Set(["bun@1.8.0", "bun@1.7.0"]));
    const withReference = added.filter(({ group }) => group.includes("bun@1.0.0 → "));
    assert.ok(withReference.length > 0 && withReference.every(({ group }) => group.endsWith("bun@1.8.0")));
  });

  it("comes to the same from the files alone, and measures nothing more", async () => {
    const play = levels((minor) => (minor >= 3 ? 1.3 : 1));
    const whole = await follow({ releases: range(6), play });
    const again = await follow({ releases: range(6), play, folder: whole.path });
    assert.deepEqual([stepsIn(again), again.added.length], [stepsIn(whole), 0]);
  });

  it("goes on from an interruption to the same steps", async () => {
    const play = levels((minor) => (minor >= 3 ? 1.3 : 1));
    const cut = await follow({ releases: range(6), play, mostBouts: 40 });
    assert.ok(cut.states.some(({ status }) => status === "not measured"));
    const whole = await follow({ releases: range(6), play, folder: cut.path, seed: 3 });
    assert.deepEqual(stepsIn(whole), ["1.3.0 slower"]);
  });

  it("keeps a row with its reason for what cannot be installed, fails, or is not supported, and goes on", async () => {
    const { states, chronicle } = await follow({
      releases: range(7),
      play: (minor, noise) => {
        if (minor === 2) return failed("TypeError: no such API");
        if (minor === 6) return { status: "unsupported", error: "no workers here" };
        return levels((each) => (each >= 5 ? 1.3 : 1))(minor, noise);
      },
      install: (label) => {
        if (label === "bun@1.3.0") throw new RuntimeUnavailable("Cannot install bun@1.3.0: it is not there");
      },
    });
    const told = states.map(({ status, change }) => [status, change.kind]);
    assert.deepEqual(told, [
      ["ok", "none"],
      ["ok", "none"],
      ["does not run", "broke"],
      ["not installed", "unknown"],
      ["ok", "fixed"],
      ["ok", "slower"],
      ["does not run", "broke"],
      ["ok", "fixed"],
    ]);
    assert.match(states[2]?.notes.join() ?? "", /no such API/);
    assert.match(states[3]?.notes.join() ?? "", /it is not there/);
    assert.match(states[6]?.notes.join() ?? "", /no workers here/);
    assert.ok(chronicle.hasBroken);
  });

  it("says that there are no ratios where the reference does not run the workload", async () => {
    const { states } = await follow({
      releases: range(2),
      play: (minor, noise) => (minor === 0 ? failed() : levels(() => 1)(minor, noise)),
    });
    assert.deepEqual(
      states.map(({ status }) => status),
      ["does not run", "no reference", "no reference"],
    );
  });

  it("finds steps of other figures, also of those that are better when they are higher, or zero", async () => {
    const history = await follow({
      releases: range(9),
      play: (minor, noise) =>
        measured(100 * Math.exp(0.02 * noise()), {
          calls_per_s: { value: (minor >= 6 ? 800 : 1000) * Math.exp(0.01 * noise()), better: "higher" },
          leaked: { value: minor >= 3 ? 2 : 0, better: "lower" },
        }),
    });
    assert.deepEqual(stepsIn(history), []);
    assert.deepEqual(stepsIn(history, "calls_per_s"), ["1.6.0 slower"]);
    assert.deepEqual(stepsIn(history, "leaked"), ["1.3.0 slower"]);
  });

  it("halts where nothing can be installed for now", async () => {
    const cause = Object.assign(new Error("offline"), { code: "ENOTFOUND" });
    const { plan, added } = await follow({
      releases: range(4),
      play: levels(() => 1),
      install: () => {
        throw new RuntimeUnavailable("Cannot install it: no network", { cause });
      },
    });
    assert.deepEqual([plan.halted, added.length], ["Cannot install it: no network", 0]);
  });
});

describe("coarseToFine", () => {
  it("has both ends first, then the middle, and each place once", () => {
    assert.deepEqual(coarseToFine(9), [0, 8, 4, 2, 6, 1, 3, 5, 7]);
    for (const places of [1, 2, 3, 10, 31]) {
      assert.deepEqual(
        coarseToFine(places).toSorted((a, b) => a - b),
        range(places - 1),
      );
    }
  });
});
