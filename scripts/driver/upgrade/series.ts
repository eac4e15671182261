import type { CellSample } from "../../../runners/cell-request.ts";
import { mean, median } from "../statistics.ts";
import { type Effects, effectsOf } from "./effect.ts";
import type { Pair } from "./pair.ts";
import type { MeasuredProcess } from "./process-record.ts";

/** One figure of a cell, as the pairs have it: one value for each process. */
export interface Series {
  /** `wall_ms`, or the name given to `metric()`. */
  readonly metric: string;
  readonly better: "lower" | "higher";
  /** In the order of the pairs. */
  readonly old: readonly number[];
  readonly new: readonly number[];
  readonly effects: Effects;
}

/** The time of a cell: each process's median of its warm samples. */
export function timeSeries(pairs: readonly Pair[]): Series {
  return series("wall_ms", "lower", pairs, (samples) => median(samples.map(({ wallMs }) => wallMs)));
}

/**
 * Each process's mean of the slowest quarter of its warm samples. It shows what leaves the median alone: a loop that
 * is thrown back in one run of five, a pause that some runs have.
 */
export function slowestQuarterSeries(pairs: readonly Pair[]): Series {
  return series("wall_ms", "lower", pairs, (samples) => {
    const sorted = samples.map(({ wallMs }) => wallMs).sort((a, b) => b - a);
    return mean(sorted.slice(0, Math.ceil(sorted.length / 4)));
  });
}

/**
 * Each process's median of the CPU time of its warm samples, where it is known. On a busy machine it is many times steadier
 * than the time on the clock; where nothing but one thread is at work, both would be the same on a quiet one.
 */
export function cpuSeries(pairs: readonly Pair[]): Series {
  return series("cpu_ms", "lower", pairs, (samples) => median(samples.flatMap(({ cpuMs }) => cpuMs ?? [])));
}

/** The workload's own figures: each process's median of its warm samples. */
export function metricSeries(pairs: readonly Pair[]): Series[] {
  const directions = new Map(
    pairs
      .flatMap((pair) => [pair.old, pair.new])
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
  const values = pairs.flatMap((pair): (readonly [number, number])[] => {
    const [before, after] = [figure(warmSamples(pair.old)), figure(warmSamples(pair.new))];
    return before === undefined || after === undefined ? [] : [[before, after]];
  });
  return {
    metric,
    better,
    old: values.map(([before]) => before),
    new: values.map(([, after]) => after),
    effects: effectsOf(values),
  };
}
