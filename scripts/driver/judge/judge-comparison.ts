import type { Need, Standing } from "../bouts/next-bouts.ts";
import { boutsForFailures } from "../bouts/next-bouts.ts";
import { type KnownComparison, sides } from "../bouts/plan.ts";
import { leastSlowestQuarterChange, withCpu, withSlowestQuarter } from "./beside-time.ts";
import { judgeFailures } from "./failures.ts";
import { judgeBeside } from "./figures-beside.ts";
import { type JudgedSeries, type Judging, judgeSeries } from "./judge-series.ts";
import { observe } from "./observations.ts";
import { type Pair, pairsOf, type Sides } from "./pair.ts";
import { cpuSeries, metricSeries, slowestQuarterSeries, timeSeries, warmSamples } from "./series.ts";
import type { JudgedRow, VerdictRow } from "./verdict.ts";

/** How a comparison stands. */
export interface ComparisonJudgement extends Standing {
  /** One for the time, one for each metric; none before the first pair. */
  readonly rows: readonly VerdictRow[];
  /** The figures in which the two were found to differ, with `slowestQuarter`; however small the difference is. */
  readonly found: readonly string[];
}

/** What the slowest quarter of the runs is called among the figures of a comparison. */
export const slowestQuarter = "slowest quarter";

/** Metrics alone do not keep a comparison longer than this, */
const pairsForMetrics = 16;
/** nor longer than this if something promises to be found in one. */
const pairsForPromisingMetrics = 24;

/**
 * Judges a comparison by the processes of its two sides until now, as if no more were to come. Pure: the same rows follow
 * from the same files. Between two releases, the slowest quarter of the runs has a say beside the usual time.
 */
export function judgeComparison(
  comparison: KnownComparison,
  processes: Sides,
  judging: Judging,
): ComparisonJudgement {
  const count = processes.baseline.length + processes.cell.length;
  if (count === 0) return { rows: [], found: [], need: "decide", missing: 0 };
  const failures = judgeFailures(comparison, processes);
  if (failures.kind === "broke" || failures.kind === "fixed" || failures.kind === "failed") {
    const { kind: verdict, note } = failures;
    const row: VerdictRow = { comparison, metric: "wall_ms", better: "lower", verdict, notes: [note] };
    return { rows: [row], found: [], need: "settled", missing: 0 };
  }
  const pairs = pairsOf(processes);
  const time = judgeSeries(comparison, timeSeries(pairs.sound), judging);
  const tail =
    comparison.question === "release"
      ? judgeSeries(comparison, slowestQuarterSeries(pairs.sound), judging, leastSlowestQuarterChange)
      : undefined;
  const metrics = metricSeries(pairs.sound).map((series) => judgeSeries(comparison, series, judging));
  const beside = judgeBeside(comparison, judging.beside === undefined ? [] : pairs.sound, {
    ...judging,
    design: judging.beside ?? [],
  });
  const found = [
    ...(isFound(time) ? ["wall_ms"] : []),
    ...(isFound(tail) ? [slowestQuarter] : []),
    ...metrics.filter(isFound).map(({ row }) => row.metric),
    ...beside.found,
  ];
  const notes = [...observe(comparison, pairs), ...(failures.kind === "none" ? [] : [failures.note])];
  const isFailing = failures.kind === "unclear";
  const figureRows = [
    withNotes(timeRow(time, tail, judgeSeries(comparison, cpuSeries(pairs.sound), judging)), notes),
    ...metrics.map(({ row }) => withReporter(row, pairs.sound)),
  ].map((row) => (isFailing ? untilClear(row) : row));
  const rows = [...figureRows, ...beside.rows];

  const isFailingAnew = isFailing && count < 2 * boutsForFailures;
  const waiting = [
    ...[time, tail].flatMap((judged) => (judged === undefined ? [] : untilNextLook(judged))),
    ...metrics.flatMap(untilNextLook).filter((more) => pairs.sound.length + more <= pairsForPromisingMetrics),
    ...beside.untilLeak.filter((more) => pairs.sound.length + more <= pairsForMetrics),
    ...(isFailingAnew ? [1] : []),
  ];
  if (waiting.length > 0) return { rows, found, need: "confirm", missing: Math.min(...waiting) };
  const areMetricsOpen =
    (pairs.sound.length < pairsForMetrics &&
      metrics.some((metric) => metric.row.pairs > 0 && isOpen(metric))) ||
    beside.untilChange.some((more) => pairs.sound.length + more <= pairsForMetrics);
  return { rows, found, need: needOf(time, isFailing, areMetricsOpen), missing: 0 };
}

function needOf(time: JudgedSeries, isFailing: boolean, areMetricsOpen: boolean): Need {
  if (isFailing) return "decide";
  if (isOpen(time)) return time.row.verdict === "same" ? "refine" : "decide";
  return areMetricsOpen ? "metrics" : "settled";
}

function timeRow(time: JudgedSeries, tail: JudgedSeries | undefined, cpu: JudgedSeries): JudgedRow {
  const row = tail === undefined ? time.row : withSlowestQuarter(time.row, tail.row, tail.isPromising);
  return withCpu(row, cpu.row);
}

function isFound(judged: JudgedSeries | undefined): boolean {
  return judged?.finding.kind === "found";
}

/** How many more pairs it takes until what looks like a change is looked at again. */
function untilNextLook({ finding, row, isPromising }: JudgedSeries): number[] {
  return isPromising && finding.kind === "searching" ? [finding.wants - row.pairs] : [];
}

/** Whether more pairs may show something, or show "same" more finely. */
function isOpen({ finding, isSame }: JudgedSeries): boolean {
  return finding.kind === "searching" && !isSame;
}

/** While it is open whether failures come from the upgrade, nothing is said to be fine. */
function untilClear(row: JudgedRow): JudgedRow {
  return row.verdict === "same" || row.verdict === "faster" ? { ...row, verdict: "inconclusive" } : row;
}

function withNotes(row: JudgedRow, notes: readonly string[]): JudgedRow {
  return { ...row, notes: [...row.notes, ...notes] };
}

/** A metric without pairs has been reported by one side alone. */
function withReporter(row: JudgedRow, pairs: readonly Pair[]): JudgedRow {
  if (row.pairs > 0) return row;
  const reporters = sides.filter((side) =>
    pairs.some((pair) => warmSamples(pair[side]).some(({ metrics }) => row.metric in metrics)),
  );
  const { words } = row.comparison;
  return withNotes(row, [`only ${reporters.map((side) => words[side]).join(" and ")} reports it`]);
}
