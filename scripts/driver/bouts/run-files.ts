import type { CellSample, Metric } from "../../../runners/cell/cell-request.ts";
import type { Column } from "../files/csv.ts";
import { isMeasured, type ProcessRecord, type ProcessResult } from "./process-record.ts";

/** A timed sample with where it comes from: a row of `samples.csv`. */
export type SampleRow = CellSample & {
  readonly process: ProcessRecord;
  /** Number of the sample within its process and phase, from 1. */
  readonly sample: number;
};

/** Columns of `samples.csv`, one row for each timed sample, cold or warm; a column for each metric follows. */
export function sampleColumns(run: string, metrics: readonly string[]): Column<SampleRow>[] {
  return [
    { name: "run", value: () => run },
    { name: "cell", value: ({ process }) => process.cell },
    { name: "round", value: ({ process }) => process.round },
    { name: "process", value: ({ process }) => process.process },
    { name: "phase", value: ({ phase }) => phase },
    { name: "sample", value: ({ sample }) => sample },
    { name: "wall_ms", value: ({ wallMs }) => wallMs },
    { name: "cpu_ms", value: ({ cpuMs }) => cpuMs },
    { name: "peak_rss_mb", value: ({ peakRssMb }) => peakRssMb },
    { name: "foreign_cores", value: ({ process }) => process.foreignCores },
    ...metrics.map((name) => ({ name, value: ({ metrics }: SampleRow) => metrics[name]?.value })),
  ];
}

/** The samples of a process, numbered within each phase; without those of its warm-up. */
export function sampleRows(process: ProcessRecord): SampleRow[] {
  if (!isMeasured(process)) return [];
  const counts = new Map<string, number>();
  return process.result.samples.flatMap((sample) => {
    if (sample.phase === "warm-up") return [];
    const number = (counts.get(sample.phase) ?? 0) + 1;
    counts.set(sample.phase, number);
    return [{ ...sample, process, sample: number }];
  });
}

/**
 * Columns of `processes.csv`, one row for each process, also for those that failed.
 *
 * @param isMerged whether the run was put together from shards: then each has the name of its machine
 */
export function processColumns(run: string, isMerged: boolean): Column<ProcessRecord>[] {
  return [
    ...ownProcessColumns(run),
    ...(isMerged ? [{ name: "machine", value: ({ machine }: ProcessRecord) => machine }] : []),
  ];
}

function ownProcessColumns(run: string): Column<ProcessRecord>[] {
  return [
    { name: "run", value: () => run },
    { name: "cell", value: ({ cell }) => cell },
    { name: "group", value: ({ group }) => group },
    { name: "round", value: ({ round }) => round },
    { name: "process", value: ({ process }) => process },
    { name: "status", value: ({ result }) => result.status },
    { name: "error", value: ({ result }) => (result.status === "ok" ? undefined : result.error) },
    { name: "checksum", value: ({ result }) => (result.status === "ok" ? result.checksum : undefined) },
    { name: "samples", value: (process) => sampleRows(process).length },
    { name: "foreign_cores", value: ({ foreignCores }) => foreignCores },
    { name: "took_ms", value: ({ tookMs }) => tookMs },
    { name: "higher_is_better", value: (process) => higherIsBetter(process).join(" ") || undefined },
  ];
}

function higherIsBetter(process: ProcessRecord): string[] {
  const metrics = sampleRows(process).flatMap(({ metrics }) => Object.entries(metrics));
  return [...new Set(metrics.flatMap(([name, { better }]) => (better === "higher" ? name : [])))];
}

type Row = Readonly<Record<string, string>>;

/** Columns of `samples.csv` that are no metrics. */
const ownColumns: ReadonlySet<string> = new Set(sampleColumns("", []).map(({ name }) => name));

/**
 * The processes of a run, from its `processes.csv` and `samples.csv`; without those of which samples are missing, as after
 * `kill -9`.
 */
export function restoreProcesses(processes: readonly Row[], samples: readonly Row[]): ProcessRecord[] {
  const samplesOf = Map.groupBy(samples, ({ process }) => process);
  return processes.flatMap((row): ProcessRecord[] => {
    const own = samplesOf.get(row.process ?? "") ?? [];
    if (own.length < Number(row.samples)) return [];
    return [
      {
        cell: row.cell ?? "",
        group: row.group ?? "",
        round: Number(row.round),
        process: Number(row.process),
        result: resultFrom(row, own),
        foreignCores: measured(row.foreign_cores),
        tookMs: Number(row.took_ms),
        ...(row.machine && { machine: row.machine }),
      },
    ];
  });
}

function resultFrom(row: Row, samples: readonly Row[]): ProcessResult {
  const { status, error = "" } = row;
  if (status === "failed" || status === "timeout" || status === "unsupported") return { status, error };
  const higher = new Set(row.higher_is_better?.split(" "));
  return {
    status: "ok",
    samples: samples.map((each) => sampleFrom(each, higher)),
    checksum: row.checksum || null,
  };
}

function sampleFrom(row: Row, higher: ReadonlySet<string>): CellSample {
  const metrics = Object.entries(row).filter(([column, value]) => !ownColumns.has(column) && value !== "");
  return {
    kind: "sample",
    phase: row.phase === "cold" ? "cold" : "warm",
    wallMs: Number(row.wall_ms),
    cpuMs: measured(row.cpu_ms),
    peakRssMb: measured(row.peak_rss_mb),
    metrics: Object.fromEntries(
      metrics.map(([name, value]): [string, Metric] => [
        name,
        { value: Number(value), better: higher.has(name) ? "higher" : "lower" },
      ]),
    ),
  };
}

function measured(text: string | undefined): number | null {
  return text ? Number(text) : null;
}
