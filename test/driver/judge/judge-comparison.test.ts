import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Question, Side } from "../../../scripts/driver/bouts/plan.ts";
import type { ProcessRecord, ProcessResult } from "../../../scripts/driver/bouts/process-record.ts";
import { judgeComparison } from "../../../scripts/driver/judge/judge-comparison.ts";
import type { Sides } from "../../../scripts/driver/judge/pair.ts";
import { isSameWithin } from "../../../scripts/driver/judge/threshold.ts";
import { isJudged, type JudgedRow, type VerdictRow } from "../../../scripts/driver/judge/verdict.ts";
import { notesOf } from "../../../scripts/driver/report/verdict-text.ts";
import {
  failed,
  judging,
  madeUpComparison,
  measured,
  normalNumbers,
  processes,
  uniformNumbers,
} from "../../fixtures/processes.ts";

describe("isSameWithin", () => {
  const effects = { values: [], scaled: Math.log, ratio: Math.exp, effect: Math.log };
  const auto = { kind: "auto" } as const;

  it("takes a change that shows for none only where it is as small as could be asked for", () => {
    assert.ok(!isSameWithin({ low: 0.001, high: 0.02 }, 0.03, auto, effects));
    assert.ok(isSameWithin({ low: -0.001, high: 0.02 }, 0.03, auto, effects));
    assert.ok(isSameWithin({ low: 0.001, high: 0.008 }, 0.01, auto, effects));
    assert.ok(isSameWithin({ low: 0.001, high: 0.02 }, 0.03, { kind: "fixed", change: 0.03 }, effects));
    assert.ok(!isSameWithin(undefined, 0.03, auto, effects));
  });
});

/** Pairs of 100 ms, the new side `change` slower, with noise of `deviation` in each process. */
function pairs(count: number, change: number, deviation: number, seed = 1) {
  const normal = normalNumbers(seed);
  return processes(
    Array.from({ length: count }, () => [
      measured(100 * Math.exp(deviation * normal())),
      measured(100 * (1 + change) * Math.exp(deviation * normal())),
    ]),
  );
}

const judge = (sides: Sides, question: Question = "release") =>
  judgeComparison(madeUpComparison(question), sides, judging);

/** The one row of a comparison, whatever it says. */
function only(sides: Sides, threshold = judging.threshold, question: Question = "release"): VerdictRow {
  const [row, ...others] = judgeComparison(madeUpComparison(question), sides, { ...judging, threshold }).rows;
  assert.ok(row);
  assert.deepEqual(others, []);
  return row;
}

/** The one row of a comparison that has figures. */
function judged(...args: Parameters<typeof only>): JudgedRow {
  const row = only(...args);
  assert.ok(isJudged(row), row.verdict);
  return row;
}

describe("judgeComparison", () => {
  it("finds a change of 1 % in a steady cell, and asks for more pairs until it is certain", () => {
    const first = judge(pairs(8, 0.01, 0.004));
    assert.equal(first.need, "confirm");
    assert.equal(first.missing, 2);
    assert.equal(first.rows[0]?.verdict, "inconclusive");
    const row = judged(pairs(18, 0.01, 0.002));
    assert.equal(row.verdict, "slower");
    assert.equal(row.pairs, 18);
    const { ratio } = row;
    assert.ok(ratio?.interval && Math.abs(ratio.value - 1.01) < 0.003);
    assert.ok(
      ratio.interval.low > 1 && ratio.interval.low < ratio.value && ratio.value < ratio.interval.high,
    );
  });

  it("says faster for a ratio below 1", () => {
    assert.equal(only(pairs(18, -0.05, 0.005)).verdict, "faster");
  });

  it("says same only where the interval shows it, and within which change", () => {
    const steady = judged(pairs(8, 0, 0.002));
    assert.equal(steady.verdict, "same");
    assert.equal(steady.threshold, 0.01);
    const noisy = only(pairs(8, 0, 0.2));
    assert.equal(noisy.verdict, "inconclusive");
    assert.equal(judge(pairs(8, 0, 0.2)).need, "decide");
  });

  it("says nothing of what the first pairs show and the others do not", () => {
    assert.notEqual(only(inTurn(pairs(5, 0.05, 0.002), pairs(32, 0, 0.002, 2))).verdict, "slower");
  });

  it("measures on what is the same coarsely, but less urgently than what is undecided", () => {
    const coarse = judge(pairs(10, 0, 0.02));
    assert.deepEqual([coarse.rows[0]?.verdict, coarse.need], ["same", "refine"]);
  });

  it("holds a change against --threshold", () => {
    const slower = pairs(18, 0.05, 0.005);
    assert.equal(only(slower, { kind: "fixed", change: 0.03 }).verdict, "slower");
    const within = judgeComparison(madeUpComparison(), slower, {
      ...judging,
      threshold: { kind: "fixed", change: 0.1 },
    });
    assert.deepEqual([within.rows[0]?.verdict, within.need], ["same", "settled"]);
  });

  it("says broke, fixed, failed with the message, for what recurs", () => {
    const [ok, bad] = [measured(10), failed("Error: new")];
    const broke = only(processes([1, 2, 3, 4].map(() => [ok, bad])));
    assert.equal(broke.verdict, "broke");
    assert.match(broke.notes.join(), /new failed in 4 of 4 processes: Error: new/);
    assert.ok(!isJudged(broke) && !("ratio" in broke) && !("threshold" in broke));
    assert.equal(only(processes([1, 2, 3, 4].map(() => [bad, ok]))).verdict, "fixed");
    assert.equal(only(processes([1, 2].map(() => [bad, bad]))).verdict, "failed");
  });

  it("blames no version for what fails as often on both sides", () => {
    const uniform = uniformNumbers(11);
    const verdicts = Array.from({ length: 400 }, () =>
      untilSettled(() => (uniform() < 0.3 ? failed() : measured(10))),
    );
    const blamed = verdicts.filter((verdict) => verdict === "broke" || verdict === "fixed").length;
    assert.ok(blamed <= 14, `${blamed} of 400`);
  });

  it("calls a version that fails now and then broken, if the other one does not", () => {
    const uniform = uniformNumbers(12);
    const verdicts = Array.from({ length: 100 }, () =>
      untilSettled((side) => (side === "cell" && uniform() < 0.4 ? failed() : measured(10))),
    );
    const broke = verdicts.filter((verdict) => verdict === "broke").length;
    assert.ok(broke >= 90, `${broke} of 100`);
  });

  it("does not blame a version for one failure that does not recur", () => {
    const one = processes([[measured(10), failed()]]);
    assert.equal(judge(one).need, "confirm");
    const row = only(inTurn(one, pairs(16, 0, 0.001)));
    assert.equal(row.verdict, "same");
    assert.match(row.notes.join(), /new failed in 1 of 17 processes/);
  });

  it("calls nothing the same while it is open whether failures come from the upgrade", () => {
    const fails = Array.from({ length: 8 }, (_, index): [ProcessResult, ProcessResult] => [
      measured(10),
      index % 2 === 0 ? failed() : measured(10),
    ]);
    const even = Array.from({ length: 5 }, (): [ProcessResult, ProcessResult] => [
      measured(10),
      measured(10),
    ]);
    const open = judge(processes([...fails, ...even]));
    assert.deepEqual([open.rows[0]?.verdict, open.need], ["inconclusive", "decide"]);
  });

  it("says which side reports a metric that the other one lacks, and does not wait for it", () => {
    const told = measured(10, { kept_mb: { value: 3, better: "lower" } });
    const records = processes(Array.from({ length: 8 }, () => [measured(10), told]));
    const { rows, need } = judge(records);
    assert.equal(need, "settled");
    const row = rows.find(({ metric }) => metric === "kept_mb");
    assert.ok(row !== undefined && isJudged(row));
    assert.deepEqual([row.verdict, row.pairs], ["inconclusive", 0]);
    assert.match(row.notes.join(), /only new reports it/);
  });

  it("gives the noise of a metric that can be negative as a part of its size", () => {
    const normal = normalNumbers(9);
    const kept = () => measured(10, { kept_kb: { value: 50_000 * (0.01 * normal() - 1), better: "lower" } });
    const { rows } = judge(processes(Array.from({ length: 16 }, () => [kept(), kept()])));
    const row = rows.find(({ metric }) => metric === "kept_kb");
    const floor = (row !== undefined && isJudged(row) && row.noiseFloor) || 0;
    assert.ok(floor > 0.002 && floor < 0.03, String(floor));
  });

  it("does not call a cell faster for its slowest runs alone while the usual time is open", () => {
    const normal = normalNumbers(10);
    const times = (slow: number) => {
      const usual = 10 * Math.exp(0.15 * normal());
      return measured(Array.from({ length: 20 }, (_, run) => (run % 5 === 0 ? slow : usual)));
    };
    const row = only(processes(Array.from({ length: 26 }, () => [times(60), times(40)])));
    assert.equal(row.verdict, "inconclusive");
    assert.match(row.notes.join(), /slowest quarter of the runs is faster .*, the usual time inconclusive/);
  });

  it("waits until what looks like a change of a metric is certain, but not for ever", () => {
    const speed = (value: number) => ({ speed: { value, better: "higher" as const } });
    const next = (count: number): string =>
      judge(
        processes(
          Array.from({ length: count }, (_, pair) => [
            measured(100, speed(100)),
            measured(100, speed(pair % 9 === 8 ? 90 : pair % 2 === 0 ? 102 : 200)),
          ]),
        ),
      ).need;
    assert.deepEqual([next(8), next(20), next(24)], ["confirm", "confirm", "settled"]);
  });

  it("compares a metric in its own direction", () => {
    const normal = normalNumbers(4);
    const speed = (value: number, better: "lower" | "higher") =>
      measured(10, { speed: { value: value * Math.exp(0.003 * normal()), better } });
    const verdict = (better: "lower" | "higher") =>
      judge(processes(Array.from({ length: 20 }, () => [speed(100, better), speed(80, better)]))).rows.find(
        ({ metric }) => metric === "speed",
      )?.verdict;
    assert.equal(verdict("higher"), "slower");
    assert.equal(verdict("lower"), "faster");
  });

  it("compares a metric that can be 0 or negative", () => {
    const normal = normalNumbers(5);
    const kept = (value: number) =>
      measured(10, { kept_mb: { value: value + 0.1 * normal(), better: "lower" } });
    const { rows } = judge(processes(Array.from({ length: 20 }, () => [kept(0), kept(9)])));
    const row = rows.find(({ metric }) => metric === "kept_mb");
    assert.ok(row !== undefined && isJudged(row));
    assert.deepEqual([row.verdict, row.ratio], ["slower", undefined], "0 and 9 have no ratio");
  });

  it("says that only the slowest runs have become slower", () => {
    const uniform = uniformNumbers(6);
    const times = (slow: number) =>
      measured(Array.from({ length: 20 }, (_, run) => (run % 5 === 0 ? slow : 10) * (1 + 0.002 * uniform())));
    const sides = processes(Array.from({ length: 18 }, () => [times(10), times(13)]));
    const row = judged(sides);
    assert.equal(row.verdict, "slower");
    assert.ok(row.ratio && Math.abs(row.ratio.value - 1) < 0.01);
    assert.ok(row.slowestQuarter && row.slowestQuarter.value > 1.2);
    assert.match(row.notes.join(), /slowest quarter of the runs is slower .*, the usual time same/);
    for (const question of ["runtime", "executor"] as const) {
      const other = judged(sides, judging.threshold, question);
      assert.deepEqual([other.verdict, other.slowestQuarter, other.notes], ["same", undefined, []]);
    }
  });

  for (const question of ["runtime", "executor"] as const) {
    it(`takes one failure for what it is where the question is ${question}`, () => {
      const [ok, bad] = [measured(10), failed("Error: once")];
      const settled = (last: [ProcessResult, ProcessResult]) => {
        const judgement = judge(inTurn(pairs(3, 0.5, 0.001), processes([last])), question);
        assert.deepEqual([judgement.need, judgement.missing], ["settled", 0]);
        const [row, ...others] = judgement.rows;
        assert.ok(row !== undefined && others.length === 0 && !isJudged(row) && !("ratio" in row));
        assert.match(row.notes.join(), /failed in 1 of 4 processes: Error: once/);
        return row.verdict;
      };
      assert.deepEqual(
        [settled([ok, bad]), settled([bad, ok]), settled([bad, bad])],
        ["broke", "fixed", "failed"],
      );
      const first = judge(processes([[ok, bad]]), question);
      assert.deepEqual([first.rows[0]?.verdict, first.need], ["broke", "settled"]);
    });
  }

  it("takes one failure that cannot be chance for no more than one failure between releases", () => {
    const lacks: ProcessResult = { status: "unsupported", error: "no such API" };
    const [first, more] = [[measured(10), lacks] as const, pairs(1, 0, 0)];
    assert.notEqual(judge(processes([first])).need, "settled");
    const { rows, need } = judge({
      baseline: inTurn(processes([first]), more).baseline,
      cell: processes([first]).cell,
    });
    assert.deepEqual([rows[0]?.verdict, need], ["broke", "settled"]);
    assert.match(rows[0]?.notes.join() ?? "", /not supported: no such API/);
  });

  it("finds no levels where one side is slower than the other, or processes spread", () => {
    assert.equal(judged(pairs(24, 0.2, 0.003)).modes, undefined);
    const spread = Array.from({ length: 100 }, (_, seed) => judged(pairs(16, 0, 0.03, seed)).modes);
    assert.ok(spread.filter((modes) => modes !== undefined).length <= 2);
  });

  it("says what CPU time shows where the time on the clock is too noisy, and leaves the verdict alone", () => {
    const normal = normalNumbers(8);
    const noisy = (cpuMs: number): ProcessResult => {
      const result = measured(100 * Math.exp(0.2 * normal()));
      if (result.status !== "ok") return result;
      const cpu = cpuMs * Math.exp(0.003 * normal());
      return { ...result, samples: result.samples.map((sample) => ({ ...sample, cpuMs: cpu })) };
    };
    const row = only(processes(Array.from({ length: 24 }, () => [noisy(90), noisy(93.6)])));
    assert.equal(row.verdict, "inconclusive");
    assert.match(row.notes.join(), /uses more CPU time \(ratio 1\.0/);
  });

  it("reports the levels that processes fall into, with each level's share on each side", () => {
    const normal = normalNumbers(7);
    const level = (index: number, every: number) =>
      measured((index % every === 0 ? 130 : 100) * Math.exp(0.003 * normal()));
    const row = judged(
      processes(Array.from({ length: 24 }, (_, index) => [level(index, 4), level(index + 1, 2)])),
    );
    const shares = (side: Side) => row.modes?.[side].map(({ share }) => share);
    assert.deepEqual(
      [shares("baseline"), shares("cell")],
      [
        [0.75, 0.25],
        [0.5, 0.5],
      ],
    );
    assert.match(
      notesOf(row).join(),
      /levels: old: \d+ ms in 75 %, 1\d\d ms in 25 %; new: \d+ ms in 50 %, 1\d\d ms in 50 %$/,
    );
  });
});

/** The verdict on a cell whose processes end as `play` says, measured for as long as more pairs are wanted. */
function untilSettled(play: (side: Side) => ProcessResult): string | undefined {
  const played: [ProcessResult, ProcessResult][] = [];
  for (;;) {
    played.push([play("baseline"), play("cell")]);
    const { rows, need } = judge(processes(played));
    if (need === "settled" || played.length === 60) return rows[0]?.verdict;
  }
}

/** The bouts of the first, and those of the others behind them. */
function inTurn(first: Sides, then: Sides): Sides {
  const rounds = first.baseline.length;
  const later = (record: ProcessRecord): ProcessRecord => ({
    ...record,
    round: record.round + rounds,
    process: record.process + 2 * rounds,
  });
  return {
    baseline: [...first.baseline, ...then.baseline.map(later)],
    cell: [...first.cell, ...then.cell.map(later)],
  };
}
