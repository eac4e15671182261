import type { CellSample } from "../../../runners/cell/cell-request.ts";
import type { MeasuredProcess } from "../bouts/process-record.ts";
import { type Effects, effectsOf } from "../statistics/effect.ts";
import { mean, median, quantile } from "../statistics/median.ts";
import type { Pair } from "./pair.ts";

/** One figure of a comparison, as the pairs have it: one value for each process. */
export interface Series {
  /** `wall_ms`, or the name given to `metric()`. */
  readonly metric: string;
  readonly better: "lower" | "higher";
  /** In the order of the pairs. */
  readonly baseline: readonly number[];
  readonly cell: readonly number[];
  readonly effects: Effects;
  /** On which machine each pair was measured, where a run has several. */
  readonly machines?: readonly string[];
}

/** The time of a cell: each process's lower quartile of its warm samples. */
export function timeSeries(pairs: readonly Pair[]): Series {
  return series("wall_ms", "lower", pairs, (samples) => lowerQuartile(samples.map(({ wallMs }) => wallMs)));
}

/**
 * The time that a quarter of the runs do not exceed (nearest rank). Other programs, and what a virtual machine shares its
 * processor with, only ever add time, often to half of the runs: then the median jumps from process to process, and this
 * does not. What happens to the slower runs alone is seen by the slowest quarter.
 */
export function lowerQuartile(times: readonly number[]): number | undefined {
  return quantile(times, 0.25);
}

/**
 * Each process's mean of the slowest quarter of its warm samples. It shows what leaves the others alone: a loop that
 * is thrown back in one run of five, a pause that some runs have.
 */
export function slowestQuarterSeries(pairs: readonly Pair[]): Series {
  return series("wall_ms", "lower", pairs, (samples) =>
    meanOfSlowestQuarter(samples.map(({ wallMs }) => wallMs)),
  );
}

/** The mean of the largest quarter of the times, at least of one. */
export function meanOfSlowestQuarter(times: readonly number[]): number | undefined {
  return mean(times.toSorted((a, b) => b - a).slice(0, Math.ceil(times.length / 4)));
}

/**
 * Each process's lower quartile of the CPU time of its warm samples, where it is known. On a busy machine it is many times steadier
 * than the time on the clock; where nothing but one thread is at work, both would be the same on a quiet one.
 */
export function cpuSeries(pairs: readonly Pair[]): Series {
  return series("cpu_ms", "lower", pairs, cpuOf);
}

/** The lower quartile of the CPU time of a process's warm samples. */
export function cpuTime(process: MeasuredProcess): number | undefined {
  return cpuOf(warmSamples(process));
}

function cpuOf(samples: readonly CellSample[]): number | undefined {
  return lowerQuartile(samples.flatMap(({ cpuMs }) => cpuMs ?? []));
}

/** The workload's own figures: each process's median of its warm samples. */
export function metricSeries(pairs: readonly Pair[]): Series[] {
  const directions = new Map(
    pairs
      .flatMap((pair) => [pair.baseline, pair.cell])
      .flatMap(warmSamples)
      .flatMap(({ metrics }) => Object.entries(metrics))
      .map(([metric, { better }]) => [metric, better]),
  );
  return [...directions].map(([metric, better]) =>
    series(metric, better, pairs, (samples) =>
      median(samples.flatMap(({ metrics }) => metrics[metric]?.value ?? [])),
    ),
  );
}

/** What a process measured once it was steady. */
export function warmSamples({ result }: MeasuredProcess): CellSample[] {
  return result.samples.filter(({ phase }) => phase === "warm");
}

function series(
  metric: string,
  better: Series["better"],
  pairs: readonly Pair[],
  figure: (samples: readonly CellSample[]) => number | undefined,
): Series {
  const machines: string[] = [];
  const values = pairs.flatMap((pair): (readonly [number, number])[] => {
    const [before, after] = [figure(warmSamples(pair.baseline)), figure(warmSamples(pair.cell))];
    if (before === undefined || after === undefined) return [];
    machines.push(pair.cell.machine ?? "");
    return [[before, after]];
  });
  return {
    metric,
    better,
    baseline: values.map(([before]) => before),
    cell: values.map(([, after]) => after),
    effects: effectsOf(values),
    machines,
  };
}
