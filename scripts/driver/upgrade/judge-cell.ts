import { type Interval, median } from "../statistics.ts";
import { judgeFailures } from "./failures.ts";
import { noiseFloor } from "./noise-floor.ts";
import { modesText, observe } from "./observations.ts";
import { pairsOf } from "./pair.ts";
import type { ProcessRecord } from "./process-record.ts";
import { type Design, examine, type Finding, misrate } from "./sequential-test.ts";
import { metricSeries, type Series, slowestQuarterSeries, timeSeries } from "./series.ts";
import { SignedRank } from "./signed-rank.ts";
import {
  changeFor,
  effectsOfChange,
  finestChange,
  isWithin,
  relevantEffects,
  type Threshold,
} from "./threshold.ts";
import type { UpgradeCell } from "./upgrade-cell.ts";

/** What is said of one figure of one cell. `slower` and `faster` stand for worse and better, whatever the figure. */
export type Verdict = "slower" | "faster" | "same" | "inconclusive" | "broke" | "fixed" | "failed";

/** A row of `upgrade.csv`. Nothing is measured where a value is `undefined`. */
export interface VerdictRow {
  readonly cell: NamedCell;
  /** `wall_ms`, or the name given to `metric()`. */
  readonly metric: string;
  readonly better: "lower" | "higher";
  readonly verdict: Verdict;
  /** Median over the processes of each process's median. */
  readonly old: number | undefined;
  readonly new: number | undefined;
  /** New divided by old: Hodges-Lehmann centre of the pairs, with its 99 % interval. */
  readonly ratio: Estimate | undefined;
  /** The same of the slowest quarter of the samples; of `wall_ms` only. */
  readonly slowestQuarter: Estimate | undefined;
  readonly pairs: number;
  /** `same` means within this change, as a part of 1. */
  readonly threshold: number;
  /** What the old version can seem to differ from itself with so many processes, as a part of 1. */
  readonly noiseFloor: number | undefined;
  /** The levels that the processes fall into, where they do. */
  readonly modes: string | undefined;
  readonly notes: readonly string[];
}

/** As much of a cell as a verdict shows. */
type NamedCell = Pick<UpgradeCell, "id" | "executor" | "threads" | "tasks" | "size"> & {
  readonly workload: { readonly name: string };
};

export interface Estimate {
  readonly value: number;
  /** `undefined`: too few pairs for the confidence. */
  readonly interval: Interval | undefined;
}

/** A cell as it stands. */
export interface CellJudgement {
  /** One for the time, one for each metric; none before the first pair. */
  readonly rows: readonly VerdictRow[];
  /**
   * Whether more pairs would help. `confirm`: something was found, and waits for its confirmation. `search`: the
   * time is undecided. `metrics`: only figures beside the time are.
   */
  readonly next: "settled" | "confirm" | "search" | "metrics";
}

/** How the cells of a run are judged. */
export interface Judging {
  readonly design: Design;
  readonly threshold: Threshold;
}

/** Metrics alone do not keep a cell longer than this. */
const pairsForMetrics = 16;

/** The slowest quarter by itself is worth reporting from here on. */
const leastTailChange = 0.03;

/** Judges a cell by its processes until now, as if no more were to come. Pure: the same rows follow from the same files. */
export function judgeCell(
  cell: UpgradeCell,
  processes: readonly ProcessRecord[],
  judging: Judging,
): CellJudgement {
  if (processes.length === 0) return { rows: [], next: "search" };
  const failures = judgeFailures(processes);
  const pairs = pairsOf(processes);
  const time = judgeSeries(cell, timeSeries(pairs.sound), judging);
  if (failures.kind === "broke" || failures.kind === "fixed" || failures.kind === "failed") {
    return { rows: [brokenRow(time.row, failures.kind, failures.note)], next: "settled" };
  }
  const tail = judgeSeries(cell, slowestQuarterSeries(pairs.sound), judging, leastTailChange);
  const metrics = metricSeries(pairs.sound).map((series) => judgeSeries(cell, series, judging));
  const notes = [...observe(pairs), ...(failures.kind === "none" ? [] : [failures.note])];
  const rows = [withTail(time.row, tail), ...metrics.map(({ row }) => row)].map((row, index) =>
    index === 0 ? { ...row, notes: [...row.notes, ...notes] } : row,
  );
  const flagged = [time, tail, ...metrics].some(({ finding }) => finding.kind === "flagged");
  if (flagged || failures.kind === "unclear") return { rows, next: "confirm" };
  if (isOpen(time)) return { rows, next: "search" };
  const open = metrics.some(isOpen) && pairs.sound.length < pairsForMetrics;
  return { rows, next: open ? "metrics" : "settled" };
}

export interface JudgedSeries {
  readonly row: VerdictRow;
  readonly finding: Finding;
  /** Whether "same" is shown as finely as it can be asked for. */
  readonly isSame: boolean;
}

function isOpen({ finding, isSame }: JudgedSeries): boolean {
  return finding.kind === "searching" && !isSame;
}

export function judgeSeries(
  cell: UpgradeCell,
  series: Series,
  { design, threshold }: Judging,
  least?: number,
): JudgedSeries {
  const { effects } = series;
  const ranks = new SignedRank(effects.values);
  const relevant = relevantEffects(threshold, effects, least);
  const finding = examine(effects.values, relevant, design);
  const interval = ranks.interval(misrate);
  const change = changeFor(threshold, interval);
  const isSame = isWithin(interval, effectsOfChange(change, effects));
  const centre = ranks.centre;
  const isRelevant = centre !== undefined && (centre <= relevant.low || centre >= relevant.high);
  const floor = noiseFloor(effects.ratio === Math.exp ? series.old.map(Math.log) : series.old);
  const modes = modesText(series);
  const row: VerdictRow = {
    cell,
    metric: series.metric,
    better: series.better,
    verdict: verdictOf(finding, isRelevant, isSame, series.better),
    old: median(series.old),
    new: median(series.new),
    ratio:
      centre === undefined
        ? undefined
        : {
            value: effects.ratio(centre),
            interval: interval && { low: effects.ratio(interval.low), high: effects.ratio(interval.high) },
          },
    slowestQuarter: undefined,
    pairs: ranks.size,
    threshold: change,
    noiseFloor: floor,
    modes,
    notes: [
      ...findingNotes(finding, isRelevant),
      ...(modes === undefined ? [] : [`processes fall into levels: ${modes}`]),
    ],
  };
  return { row, finding, isSame: isWithin(interval, effectsOfChange(finestChange(threshold), effects)) };
}

function verdictOf(
  finding: Finding,
  isRelevant: boolean,
  isSame: boolean,
  better: VerdictRow["better"],
): Verdict {
  if (finding.kind === "confirmed" && isRelevant) {
    return finding.direction === (better === "lower" ? 1 : -1) ? "slower" : "faster";
  }
  return isSame && finding.kind !== "flagged" ? "same" : "inconclusive";
}

function findingNotes(finding: Finding, isRelevant: boolean): string[] {
  if (finding.kind === "flagged")
    return [`a change was seen after ${finding.after} pairs, and waits to be confirmed`];
  if (finding.kind === "unconfirmed")
    return [`a change was seen after ${finding.after} pairs, and did not show again`];
  if (finding.kind === "confirmed" && !isRelevant) return ["a change, but smaller than the threshold"];
  return [];
}

/** The time's row, with what its slowest samples say: where only they have changed, so has the verdict. */
function withTail(row: VerdictRow, tail: JudgedSeries): VerdictRow {
  const slowestQuarter = tail.row.ratio;
  const moved = tail.row.verdict === "slower" || tail.row.verdict === "faster";
  if (!moved || row.verdict === tail.row.verdict || slowestQuarter === undefined)
    return { ...row, slowestQuarter };
  const note = `the slowest quarter of the runs is ${tail.row.verdict} (ratio ${slowestQuarter.value.toFixed(3)}), the median ${row.verdict}`;
  const verdict = row.verdict === "slower" ? "slower" : tail.row.verdict;
  return { ...row, slowestQuarter, verdict, notes: [...row.notes, note] };
}

function brokenRow(row: VerdictRow, verdict: Verdict, note: string): VerdictRow {
  const nothing = {
    old: undefined,
    new: undefined,
    ratio: undefined,
    noiseFloor: undefined,
    modes: undefined,
  };
  return { ...row, ...nothing, verdict, pairs: 0, notes: [note] };
}
