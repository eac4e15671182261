import { judgeFailures } from "./failures.ts";
import { type JudgedSeries, type Judging, judgeSeries } from "./judge-series.ts";
import { observe } from "./observations.ts";
import { pairsOf } from "./pair.ts";
import type { ProcessRecord } from "./process-record.ts";
import { cpuSeries, metricSeries, slowestQuarterSeries, timeSeries } from "./series.ts";
import type { UpgradeCell } from "./upgrade-cell.ts";
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
  const cpu = judgeSeries(cell, cpuSeries(pairs.sound), judging).row;
  const rows = [withCpu(withTail(time.row, tail), cpu), ...metrics.map(({ row }) => row)].map((row, index) =>
    index === 0 ? { ...row, notes: [...row.notes, ...notes] } : row,
  );
  const flagged = [time, tail, ...metrics].some(({ finding }) => finding.kind === "flagged");
  if (flagged || failures.kind === "unclear") return { rows, next: "confirm" };
  if (isOpen(time)) return { rows, next: "search" };
  const open = metrics.some(isOpen) && pairs.sound.length < pairsForMetrics;
  return { rows, next: open ? "metrics" : "settled" };
}

function isOpen({ finding, isSame }: JudgedSeries): boolean {
  return finding.kind === "searching" && !isSame;
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

/** The time's row, with a word on CPU time where only that has changed, or is steady enough to tell. */
function withCpu(row: VerdictRow, { verdict, ratio }: VerdictRow): VerdictRow {
  const moved = verdict === "slower" || verdict === "faster";
  if (!moved || verdict === row.verdict || ratio === undefined) return { ...row, cpu: ratio };
  const note = `uses ${verdict === "slower" ? "more" : "less"} CPU time (ratio ${ratio.value.toFixed(3)})`;
  return { ...row, cpu: ratio, notes: [...row.notes, note] };
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
