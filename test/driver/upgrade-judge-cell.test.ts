import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ProcessRecord, ProcessResult } from "../../scripts/driver/bouts/process-record.ts";
import type { Side } from "../../scripts/driver/bouts/upgrade-cell.ts";
import { judgeCell } from "../../scripts/driver/judge/judge-cell.ts";
import { isSameWithin } from "../../scripts/driver/judge/threshold.ts";
import type { VerdictRow } from "../../scripts/driver/judge/verdict-row.ts";
import {
  failed,
  judging,
  madeUpCell,
  measured,
  normalNumbers,
  processes,
  uniformNumbers,
} from "../fixtures/upgrade-processes.ts";

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

function only(records: readonly ProcessRecord[], threshold = judging.threshold): VerdictRow {
  const [row, ...others] = judgeCell(madeUpCell, records, { ...judging, threshold }).rows;
  assert.ok(row);
  assert.deepEqual(others, []);
  return row;
}

describe("judgeCell", () => {
  it("finds a change of 1 % in a steady cell, and waits for fresh pairs before it says so", () => {
    const first = judgeCell(madeUpCell, pairs(8, 0.01, 0.002), judging);
    assert.equal(first.next, "confirm");
    assert.equal(first.rows[0]?.verdict, "inconclusive");
    const row = only(pairs(18, 0.01, 0.002));
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
    const steady = only(pairs(8, 0, 0.002));
    assert.equal(steady.verdict, "same");
    assert.equal(steady.threshold, 0.01);
    const noisy = only(pairs(8, 0, 0.2));
    assert.equal(noisy.verdict, "inconclusive");
    assert.equal(judgeCell(madeUpCell, pairs(8, 0, 0.2), judging).next, "search");
  });

  it("takes back what fresh pairs do not show again", () => {
    const records = [...pairs(5, 0.05, 0.002), ...pairs(32, 0, 0.002, 2).map(later(5))];
    const row = only(records);
    assert.notEqual(row.verdict, "slower");
    assert.match(row.notes.join(), /seen after 5 pairs, and did not show again/);
  });

  it("holds a change against --threshold", () => {
    const slower = pairs(18, 0.05, 0.005);
    assert.equal(only(slower, { kind: "fixed", change: 0.03 }).verdict, "slower");
    assert.equal(only(slower, { kind: "fixed", change: 0.1 }).verdict, "same");
  });

  it("says broke, fixed, failed with the message, for what recurs", () => {
    const [ok, bad] = [measured(10), failed("Error: new")];
    const broke = only(processes([1, 2, 3, 4].map(() => [ok, bad])));
    assert.equal(broke.verdict, "broke");
    assert.match(broke.notes.join(), /new failed in 4 of 4 processes: Error: new/);
    assert.deepEqual([broke.ratio, broke.threshold], [undefined, undefined]);
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
      untilSettled((side) => (side === "new" && uniform() < 0.4 ? failed() : measured(10))),
    );
    const broke = verdicts.filter((verdict) => verdict === "broke").length;
    assert.ok(broke >= 90, `${broke} of 100`);
  });

  it("does not blame a version for one failure that does not recur", () => {
    const one = processes([[measured(10), failed()]]);
    assert.equal(judgeCell(madeUpCell, one, judging).next, "confirm");
    const row = only([...one, ...pairs(16, 0, 0.001).map(later(1))]);
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
    const open = judgeCell(madeUpCell, processes([...fails, ...even]), judging);
    assert.deepEqual([open.rows[0]?.verdict, open.next], ["inconclusive", "search"]);
  });

  it("says which side reports a metric that the other one lacks, and does not wait for it", () => {
    const told = measured(10, { kept_mb: { value: 3, better: "lower" } });
    const records = processes(Array.from({ length: 8 }, () => [measured(10), told]));
    const { rows, next } = judgeCell(madeUpCell, records, judging);
    assert.equal(next, "settled");
    const row = rows.find(({ metric }) => metric === "kept_mb");
    assert.deepEqual([row?.verdict, row?.pairs], ["inconclusive", 0]);
    assert.match(row?.notes.join() ?? "", /only new reports it/);
  });

  it("gives the noise of a metric that can be negative as a part of its size", () => {
    const normal = normalNumbers(9);
    const kept = () => measured(10, { kept_kb: { value: 50_000 * (0.01 * normal() - 1), better: "lower" } });
    const { rows } = judgeCell(
      madeUpCell,
      processes(Array.from({ length: 16 }, () => [kept(), kept()])),
      judging,
    );
    const floor = rows.find(({ metric }) => metric === "kept_kb")?.noiseFloor ?? 0;
    assert.ok(floor > 0.002 && floor < 0.03, String(floor));
  });

  it("does not call a cell faster for its slowest runs alone while the usual time is open", () => {
    const normal = normalNumbers(10);
    const times = (slow: number) => {
      const usual = 10 * Math.exp(0.03 * normal());
      return measured(Array.from({ length: 20 }, (_, run) => (run % 5 === 0 ? slow : usual)));
    };
    const row = only(processes(Array.from({ length: 26 }, () => [times(60), times(40)])));
    assert.equal(row.verdict, "inconclusive");
    assert.match(row.notes.join(), /slowest quarter of the runs is faster .*, the usual time inconclusive/);
  });

  it("waits for the confirmation of a metric, but not for ever", () => {
    const speed = (value: number) => ({ speed: { value, better: "higher" as const } });
    const next = (count: number): string =>
      judgeCell(
        madeUpCell,
        processes(
          Array.from({ length: count }, (_, pair) => [
            measured(100, speed(100)),
            measured(100, speed(pair < 8 ? 150 + pair : pair % 2 === 0 ? 130 : 90)),
          ]),
        ),
        judging,
      ).next;
    assert.deepEqual([next(8), next(20), next(24)], ["confirm", "confirm", "settled"]);
  });

  it("compares a metric in its own direction", () => {
    const normal = normalNumbers(4);
    const speed = (value: number, better: "lower" | "higher") =>
      measured(10, { speed: { value: value * Math.exp(0.003 * normal()), better } });
    const verdict = (better: "lower" | "higher") =>
      judgeCell(
        madeUpCell,
        processes(Array.from({ length: 20 }, () => [speed(100, better), speed(80, better)])),
        judging,
      ).rows.find(({ metric }) => metric === "speed")?.verdict;
    assert.equal(verdict("higher"), "slower");
    assert.equal(verdict("lower"), "faster");
  });

  it("compares a metric that can be 0 or negative", () => {
    const normal = normalNumbers(5);
    const kept = (value: number) =>
      measured(10, { kept_mb: { value: value + 0.1 * normal(), better: "lower" } });
    const { rows } = judgeCell(
      madeUpCell,
      processes(Array.from({ length: 20 }, () => [kept(0), kept(9)])),
      judging,
    );
    assert.equal(rows.find(({ metric }) => metric === "kept_mb")?.verdict, "slower");
  });

  it("says that only the slowest runs have become slower", () => {
    const uniform = uniformNumbers(6);
    const times = (slow: number) =>
      measured(Array.from({ length: 20 }, (_, run) => (run % 5 === 0 ? slow : 10) * (1 + 0.002 * uniform())));
    const row = only(processes(Array.from({ length: 18 }, () => [times(10), times(13)])));
    assert.equal(row.verdict, "slower");
    assert.ok(row.ratio && Math.abs(row.ratio.value - 1) < 0.01);
    assert.ok(row.slowestQuarter && row.slowestQuarter.value > 1.2);
    assert.match(row.notes.join(), /slowest quarter of the runs is slower .*, the usual time same/);
  });

  it("finds no levels where one side is slower than the other, or processes spread", () => {
    assert.equal(only(pairs(24, 0.2, 0.003)).modes, undefined);
    const spread = Array.from({ length: 100 }, (_, seed) => only(pairs(16, 0, 0.03, seed)).modes);
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
    const row = only(
      processes(Array.from({ length: 24 }, (_, index) => [level(index, 4), level(index + 1, 2)])),
    );
    const shares = (side: Side) => row.modes?.[side].map(({ share }) => share);
    assert.deepEqual(
      [shares("old"), shares("new")],
      [
        [0.75, 0.25],
        [0.5, 0.5],
      ],
    );
    assert.match(
      row.notes.join(),
      /levels: old: \d+ ms in 75 %, 1\d\d ms in 25 %; new: \d+ ms in 50 %, 1\d\d ms in 50 %$/,
    );
  });
});

/** The verdict on a cell whose processes end as `play` says, measured for as long as more pairs are wanted. */
function untilSettled(play: (side: Side) => ProcessResult): string | undefined {
  const played: [ProcessResult, ProcessResult][] = [];
  for (;;) {
    played.push([play("old"), play("new")]);
    const { rows, next } = judgeCell(madeUpCell, processes(played), judging);
    if (next === "settled" || played.length === 60) return rows[0]?.verdict;
  }
}

/** Moves processes behind others. */
function later(rounds: number) {
  return (record: ProcessRecord): ProcessRecord => ({
    ...record,
    round: record.round + rounds,
    process: record.process + 2 * rounds,
  });
}
