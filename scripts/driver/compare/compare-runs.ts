import { median } from "../statistics.ts";
import { effectsOf } from "../upgrade/effect.ts";
import { noiseFloor } from "../upgrade/noise-floor.ts";
import { misrate } from "../upgrade/sequential-test.ts";
import {
  changeFor,
  effectsOfChange,
  isWithin,
  relevantEffects,
  type Threshold,
} from "../upgrade/threshold.ts";
import type { VerdictRow } from "../upgrade/verdict-row.ts";
import { type MatchedCell, matchCells } from "./match-cells.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { RankSum } from "./rank-sum.ts";

/** The probability of a false alarm in each figure of each cell; all of them together share `familyMisrate`. */
const strictest = 0.001;
const familyMisrate = 0.01;

/**
 * Compares two finished runs with the verdicts of an upgrade check, as far as their data allow: their processes make no
 * pairs, and nothing can be confirmed, so what a single look finds at a far stricter level has to do.
 *
 * @param remark what is noted with every row
 */
export function compareRuns(
  before: MeasuredRun,
  after: MeasuredRun,
  threshold: Threshold,
  remark?: string,
): VerdictRow[] {
  const matched = matchCells(before, after);
  const figures = matched.flatMap(({ old, new: own }) =>
    [...old.values.keys()].filter((key) => own.values.has(key)),
  );
  const level = Math.min(strictest, familyMisrate / Math.max(1, figures.length));
  const higher = new Set([...before.higherIsBetter, ...after.higherIsBetter]);
  const remarks = remark === undefined ? [] : [remark];
  return matched.flatMap((match): VerdictRow[] => {
    const failed = failureRow(match, threshold);
    const rows = failed ? [failed] : figureRows(match, threshold, level, higher);
    return rows.map((row) => ({ ...row, notes: [...row.notes, ...remarks] }));
  });
}

function figureRows(
  match: MatchedCell,
  threshold: Threshold,
  level: number,
  higher: ReadonlySet<string>,
): VerdictRow[] {
  return [...match.old.values].flatMap(([metric, old]): VerdictRow[] => {
    const own = match.new.values.get(metric);
    if (own === undefined) return [];
    // All values on one scale: logarithms where they can be, as with pairs.
    const reference = median([...old, ...own]) ?? 1;
    const effects = effectsOf([...old, ...own].map((value) => [reference, value]));
    const ranks = new RankSum(effects.values.slice(0, old.length), effects.values.slice(old.length));
    const [shift, interval] = [ranks.shift, ranks.interval(misrate)];
    const relevant = relevantEffects(threshold, effects);
    const change = changeFor(threshold, interval);
    const better = higher.has(metric) ? "higher" : "lower";
    const found =
      shift !== undefined && ranks.p <= level && (shift <= relevant.low || shift >= relevant.high);
    const isSame = isWithin(interval, effectsOfChange(change, effects));
    const enough =
      new RankSum(
        old.map(() => 0),
        own.map(() => 1),
      ).p <= level;
    return [
      {
        ...blankRow(match, change),
        metric,
        better,
        verdict: found
          ? shift > 0 === (better === "lower")
            ? "slower"
            : "faster"
          : isSame
            ? "same"
            : "inconclusive",
        old: median(old),
        new: median(own),
        ratio:
          shift === undefined
            ? undefined
            : {
                value: effects.ratio(shift),
                interval: interval && {
                  low: effects.ratio(interval.low),
                  high: effects.ratio(interval.high),
                },
              },
        noiseFloor: effects.ratio === Math.exp ? noiseFloor(old.map(Math.log)) : undefined,
        notes:
          enough || isSame
            ? []
            : [
                `${old.length} and ${own.length} processes are too few to tell a change from chance; measure more --rounds`,
              ],
      },
    ];
  });
}

function failureRow(match: MatchedCell, threshold: Threshold): VerdictRow | undefined {
  const { old, new: own } = match;
  if (old.failure === undefined && own.failure === undefined) return undefined;
  const verdict = own.failure === undefined ? "fixed" : old.failure === undefined ? "broke" : "failed";
  const note = own.failure ?? old.failure ?? "";
  return { ...blankRow(match, changeFor(threshold, undefined)), verdict, notes: [note] };
}

function blankRow(
  { old, new: own }: MatchedCell,
  threshold: number,
): Omit<VerdictRow, "verdict" | "notes"> & {
  readonly notes: readonly string[];
} {
  const runtime = old.runtime === own.runtime ? old.runtime : `${old.runtime}→${own.runtime}`;
  const [executor = "", threads] = old.executor.split(/-(?=\d+$)/);
  const [tasks, size] = old.load.split("x").map(Number);
  return {
    cell: {
      id: `${old.workload}/${runtime}/${old.executor}/${old.load}`,
      workload: { name: old.workload },
      executor,
      threads: Number(threads),
      tasks: tasks ?? 0,
      size: size ?? 0,
    },
    metric: "wall_ms",
    better: "lower",
    old: undefined,
    new: undefined,
    ratio: undefined,
    slowestQuarter: undefined,
    cpu: undefined,
    pairs: Math.min(old.values.get("wall_ms")?.length ?? 0, own.values.get("wall_ms")?.length ?? 0),
    threshold,
    noiseFloor: undefined,
    modes: undefined,
    notes: [],
  };
}
