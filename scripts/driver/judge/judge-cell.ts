import type { ProcessRecord } from "../bouts/process-record.ts";
import { sides, type UpgradeCell } from "../bouts/upgrade-cell.ts";
import { leastSlowestQuarterChange, withCpu, withSlowestQuarter } from "./beside-time.ts";
import { judgeFailures } from "./failures.ts";
import { type JudgedSeries, type Judging, judgeSeries } from "./judge-series.ts";
import { observe } from "./observations.ts";
import { type Pair, pairsOf } from "./pair.ts";
import { cpuSeries, metricSeries, slowestQuarterSeries, timeSeries, warmSamples } from "./series.ts";
import type { Verdict, VerdictRow } from "./verdict-row.ts";

/** A cell as it stands. */
export interface CellJudgement {
  /** One for the time, one for each metric; none before the first pair. */
  readonly rows: readonly VerdictRow[];
  /**
   * Whether more pairs would help. `confirm`: something was found, and waits for its confirmation. `search`: the
   * time is undecided. `metrics`: only figures beside the time are.
   */
  readonly next: "settled" | "confirm" | "search" | "metrics";
  /** How many more pairs it takes until something that waits for its confirmation is looked at again; 0 where nothing does. */
  readonly missing: number;
}

/** Failures are looked into before all else up to here: what fails always is known by then. */
export const pairsForFailures = 4;

/** Metrics alone do not keep a cell longer than this, */
const pairsForMetrics = 16;
/** nor longer than this if something was found in one; up to its last look until then. */
const pairsForFlaggedMetrics = 24;

/** Judges a cell by its processes until now, as if no more were to come. Pure: the same rows follow from the same files. */
export function judgeCell(
  cell: UpgradeCell,
  processes: readonly ProcessRecord[],
  judging: Judging,
): CellJudgement {
  if (processes.length === 0) return { rows: [], next: "search", missing: 0 };
  const failures = judgeFailures(processes);
  const pairs = pairsOf(processes);
  const time = judgeSeries(cell, timeSeries(pairs.sound), judging);
  if (failures.kind === "broke" || failures.kind === "fixed" || failures.kind === "failed") {
    return { rows: [brokenRow(time.row, failures.kind, failures.note)], next: "settled", missing: 0 };
  }
  const tail = judgeSeries(cell, slowestQuarterSeries(pairs.sound), judging, leastSlowestQuarterChange);
  const metrics = metricSeries(pairs.sound).map((series) => judgeSeries(cell, series, judging));
  const notes = [...observe(pairs), ...(failures.kind === "none" ? [] : [failures.note])];
  const cpu = judgeSeries(cell, cpuSeries(pairs.sound), judging).row;
  const failing = failures.kind === "unclear";
  const timeRow = withCpu(withSlowestQuarter(time.row, tail.row, tail.finding.kind === "flagged"), cpu);
  const rows = [
    { ...timeRow, notes: [...timeRow.notes, ...notes] },
    ...metrics.map(({ row }) => withReporter(row, pairs.sound)),
  ].map((row) => (failing ? untilClear(row) : row));
  const isFailingAnew = failing && processes.length < 2 * pairsForFailures;
  const waiting = [
    ...[time, tail].flatMap(untilNextLook),
    ...metrics.flatMap(untilNextLook).filter((more) => pairs.sound.length + more <= pairsForFlaggedMetrics),
    ...(isFailingAnew ? [1] : []),
  ];
  if (waiting.length > 0) return { rows, next: "confirm", missing: Math.min(...waiting) };
  if (isOpen(time) || isSuspicious(tail) || failing) return { rows, next: "search", missing: 0 };
  const open =
    metrics.some((metric) => isOpen(metric) && metric.row.pairs > 0) && pairs.sound.length < pairsForMetrics;
  return { rows, next: open ? "metrics" : "settled", missing: 0 };
}

/** How many more pairs it takes until what waits for its confirmation is looked at again. */
function untilNextLook({ finding, row }: JudgedSeries): number[] {
  return finding.kind === "flagged" ? [finding.wants - row.pairs] : [];
}

function isOpen({ finding, isSame }: JudgedSeries): boolean {
  return finding.kind === "searching" && !isSame;
}

/** Whether the interval leaves out "no change", though no look has flagged one yet. */
function isSuspicious({ finding, row: { ratio } }: JudgedSeries): boolean {
  const interval = ratio?.interval;
  return finding.kind === "searching" && interval !== undefined && (interval.low > 1 || interval.high < 1);
}

/** While it is open whether failures come from the upgrade, nothing is said to be fine. */
function untilClear(row: VerdictRow): VerdictRow {
  return row.verdict === "same" || row.verdict === "faster" ? { ...row, verdict: "inconclusive" } : row;
}

/** A metric without pairs has been reported by one side alone. */
function withReporter(row: VerdictRow, pairs: readonly Pair[]): VerdictRow {
  if (row.pairs > 0) return row;
  const reporters = sides.filter((side) =>
    pairs.some((pair) => warmSamples(pair[side]).some(({ metrics }) => row.metric in metrics)),
  );
  return { ...row, notes: [...row.notes, `only ${reporters.join(" and ")} reports it`] };
}

function brokenRow(row: VerdictRow, verdict: Verdict, note: string): VerdictRow {
  const nothing = {
    old: undefined,
    new: undefined,
    ratio: undefined,
    threshold: undefined,
    noiseFloor: undefined,
    modes: undefined,
  };
  return { ...row, ...nothing, verdict, pairs: 0, notes: [note] };
}
