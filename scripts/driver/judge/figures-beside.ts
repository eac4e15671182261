import { type OwnFigureName, ownFigureNames, ownFigures } from "../../../runners/cell/own-figures.ts";
import { type Side, sides } from "../bouts/plan.ts";
import type { MeasuredProcess } from "../bouts/process-record.ts";
import { effectsOf } from "../statistics/effect.ts";
import { median } from "../statistics/median.ts";
import { SignedRank } from "../statistics/signed-rank.ts";
import { growthOf, judgeGrowth } from "./growth.ts";
import { confidenceOf, type JudgedSeries, type Judging, judgeSeries } from "./judge-series.ts";
import type { Pair } from "./pair.ts";
import { cpuTime, lowerQuartile, type Series, warmSamples } from "./series.ts";
import { isSameWithin } from "./threshold.ts";
import type { JudgedRow, NamedComparison, VerdictRow } from "./verdict.ts";

/** What is said of the figures beside the time of a comparison. */
export interface JudgedBeside {
  readonly rows: readonly VerdictRow[];
  /** Names of the series in which something was found. */
  readonly found: readonly string[];
  /** How many more pairs it takes until what looks like a leak is looked at again. */
  readonly untilLeak: readonly number[];
  /** The same of what looks like any other change. */
  readonly untilChange: readonly number[];
}

/** A change of one of these figures counts from here on, unless `--threshold` says more. */
const leastChange = 0.05;

/** How a figure of a process is read, and from which difference on a change of it matters, whatever its ratio is. */
interface Reading {
  of(process: MeasuredProcess): number | undefined;
  /** In the figure's unit. */
  step(wallMs: number): number;
}

const readings: Readonly<Record<Exclude<OwnFigureName, "memory_growth_kb">, Reading>> = {
  memory_mb: { of: (process) => observed(process, "memory_mb"), step: () => 1 },
  peak_rss_mb: { of: peakRss, step: () => 5 },
  // Where the collector takes less than a hundredth of the time, how much that is does not matter.
  gc_ms: { of: (process) => observed(process, "gc_ms"), step: (wallMs) => wallMs / 100 },
  gc_count: { of: (process) => observed(process, "gc_count"), step: () => 0.1 },
  cpu_ms: { of: cpuTime, step: () => 0 },
  loop_delay_p99_ms: { of: (process) => observed(process, "loop_delay_p99_ms"), step: () => 1 },
};

/** The series of a comparison beside its time: each figure, and whether either side leaks. */
export const besideSeries: readonly string[] = [...ownFigureNames, ...sides.map(leakOf)];

/** Whether a process was observed behind its timed samples. */
export function isObserved({ result }: MeasuredProcess): boolean {
  return result.samples.at(-1)?.phase === "observed";
}

/** Judges the figures beside the time by the pairs in which both processes were observed. */
export function judgeBeside(
  comparison: NamedComparison,
  all: readonly Pair[],
  judging: Judging,
): JudgedBeside {
  const pairs = all.filter(({ baseline, cell }) => isObserved(baseline) && isObserved(cell));
  if (pairs.length === 0) return { rows: [], found: [], untilLeak: [], untilChange: [] };
  const wallMs = median(pairs.flatMap((pair) => wallOf(pair.baseline) ?? [])) ?? 0;
  const growth = judgeGrowth(comparison, growthsOf(pairs), judging);
  const judged = figureSeries(pairs).map(({ series, step }) => ({
    series,
    judged: judgeFrom(comparison, series, judging, changeOf(series, step(wallMs))),
  }));
  const known = judged.filter(({ series }) => series.baseline.length > 0);
  return {
    rows: ownFigureNames.map((name) => {
      const row =
        name === "memory_growth_kb"
          ? growth?.row
          : known.find(({ series }) => series.metric === name)?.judged.row;
      return row ?? untold(comparison, name, pairs);
    }),
    found: [
      ...known.filter(({ judged }) => judged.finding.kind === "found").map(({ series }) => series.metric),
      ...(growth?.isApart ? ["memory_growth_kb"] : []),
      ...(growth?.leaking ?? []).map(leakOf),
    ],
    untilLeak: growth?.untilNextLook ?? [],
    untilChange: known.flatMap(({ judged: { isPromising, finding, row } }) =>
      isPromising && finding.kind === "searching" ? [finding.wants - row.pairs] : [],
    ),
  };
}

/** A figure of which a process has one value for bisecting and comparing, as time has; not the growth of memory. */
export function figureSeries(
  pairs: readonly Pair[],
): { readonly series: Series; readonly step: Reading["step"] }[] {
  return Object.entries(readings).map(([metric, { of, step }]) => {
    const values = pairs.flatMap((pair): (readonly [number, number])[] => {
      const [before, after] = [of(pair.baseline), of(pair.cell)];
      return before === undefined || after === undefined ? [] : [[before, after]];
    });
    const series: Series = {
      metric,
      better: ownFigures[metric as OwnFigureName].better,
      baseline: values.map(([before]) => before),
      cell: values.map(([, after]) => after),
      effects: effectsOf(values),
    };
    return { series, step };
  });
}

/** Judges a series of which a change matters from `least` on: what is shown to lie within that is the same. */
function judgeFrom(
  comparison: NamedComparison,
  series: Series,
  judging: Judging,
  least: number,
): JudgedSeries {
  const judged = judgeSeries(comparison, series, judging, Math.max(least, leastChange));
  if (judged.row.verdict !== "inconclusive") return judged;
  const { effects } = series;
  const interval = new SignedRank(effects.values).interval(1 - confidenceOf(comparison));
  const isSame = isSameWithin(interval, least, { kind: "fixed", change: least }, effects);
  return isSame ? { ...judged, row: { ...judged.row, verdict: "same", threshold: least } } : judged;
}

/** A difference as a part of what the figure usually is; of values that have no ratio, as a part of their unit. */
function changeOf({ baseline, effects }: Series, step: number): number {
  const size = effects.ratio === undefined ? 1 / effects.scaled(1) : median(baseline);
  return size === undefined ? 0 : step / size;
}

function untold(comparison: NamedComparison, name: OwnFigureName, pairs: readonly Pair[]): VerdictRow {
  const { better, needs } = ownFigures[name];
  const silent = sides.filter((side) => pairs.every((pair) => figureOf(pair[side], name) === undefined));
  const words = silent.map((side) => comparison.words[side]).join(" and ");
  const isLong =
    name === "memory_growth_kb" && pairs.some(({ cell }) => figureOf(cell, "memory_mb") !== undefined);
  const notes = [
    isLong
      ? "runs take too long: six of them have to be observed to see what stays of each"
      : `${words || "some processes"} cannot tell it: ${needs}`,
  ];
  return { comparison, metric: name, better, verdict: "unsupported", notes };
}

function figureOf(process: MeasuredProcess, name: OwnFigureName): number | undefined {
  return name === "memory_growth_kb" ? growthOf(process) : readings[name].of(process);
}

function growthsOf(pairs: readonly Pair[]): Readonly<Record<Side, number>>[] {
  return pairs.flatMap((pair) => {
    const [baseline, cell] = [growthOf(pair.baseline), growthOf(pair.cell)];
    return baseline === undefined || cell === undefined ? [] : [{ baseline, cell }];
  });
}

function observed({ result }: MeasuredProcess, name: OwnFigureName): number | undefined {
  return result.samples.at(-1)?.metrics[name]?.value;
}

function peakRss({ result }: MeasuredProcess): number | undefined {
  const peaks = result.samples.flatMap(({ phase, peakRssMb }) =>
    phase === "observed" ? [] : (peakRssMb ?? []),
  );
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

function wallOf(process: MeasuredProcess): number | undefined {
  return lowerQuartile(warmSamples(process).map(({ wallMs }) => wallMs));
}

function leakOf(side: Side): string {
  return `leak of ${side}`;
}

/** Whether a row is of a figure beside the time. */
export function isBesideTime({ metric }: Pick<JudgedRow, "metric">): boolean {
  return metric in ownFigures;
}
