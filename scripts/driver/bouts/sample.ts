import type { CellSample, Metric } from "../../../runners/cell-request.ts";

/** A timed sample with where it comes from: a row of `samples.csv`. */
export interface Sample extends Omit<CellSample, "kind"> {
  readonly cell: string;
  readonly round: number;
  /** Number of the process within the run, from 1. The process is the sampling unit. */
  readonly process: number;
  /** Number of the sample within its process and phase, from 1. */
  readonly sample: number;
}

/** Columns of `samples.csv` that every run has; all others are metrics. */
const ownColumns = ["run", "cell", "round", "process", "phase", "sample", "wall_ms", "cpu_ms", "peak_rss_mb"];

/**
 * Reads a row of `samples.csv`.
 *
 * @param better direction of each metric, as `metrics.csv` has it
 */
export function sampleFromRow(
  row: Readonly<Record<string, string>>,
  better: ReadonlyMap<string | undefined, string | undefined> = new Map(),
): Sample {
  const measured = (column: string): number | null => (row[column] ? Number(row[column]) : null);
  const metrics = Object.keys(row)
    .filter((column) => !ownColumns.includes(column) && row[column] !== "")
    .map((name): [string, Metric] => {
      return [name, { value: Number(row[name]), better: better.get(name) === "higher" ? "higher" : "lower" }];
    });
  return {
    cell: row.cell ?? "",
    round: Number(row.round),
    process: Number(row.process),
    phase: row.phase === "cold" ? "cold" : "warm",
    sample: Number(row.sample),
    wallMs: Number(row.wall_ms),
    cpuMs: measured("cpu_ms"),
    peakRssMb: measured("peak_rss_mb"),
    metrics: Object.fromEntries(metrics),
  };
}
