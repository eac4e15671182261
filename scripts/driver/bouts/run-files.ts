import type { CellSample, Metric } from "../../../runners/cell/cell-request.ts";
import { ownFigures } from "../../../runners/cell/own-figures.ts";
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

/**
 * The timed samples of a process, numbered within each phase; without those of its warm-up. The last one has the figures that were taken behind
 * it as well.
 */
export function sampleRows(process: ProcessRecord): SampleRow[] {
  if (!isMeasured(process)) return [];
  const counts = new Map<string, number>();
  const { samples } = process.result;
  const rows = samples.flatMap((sample) => {
    if (sample.phase === "warm-up" || sample.phase === "observed") return [];
    const number = (counts.get(sample.phase) ?? 0) + 1;
    counts.set(sample.phase, number);
    return [{ ...sample, process, sample: number }];
  });
  const observed = samples.find(({ phase }) => phase === "observed");
  const last = rows.at(-1);
  if (observed === undefined || last === undefined) return rows;
  return [...rows.slice(0, -1), { ...last, metrics: { ...last.metrics, ...observed.metrics } }];
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
export function restoreProcesses(processes: readonly Row[], samples: Iterable<Row>): RestoredProcesses {
  const higher = new Map(processes.map((row) => [row.process, new Set(row.higher_is_better?.split(" "))]));
  const samplesOf = new Map<string | undefined, CellSample[]>();
  const strays = new Set<string | undefined>();
  let metrics: readonly string[] | undefined;
  for (const row of samples) {
    const better = higher.get(row.process);
    if (better === undefined) {
      strays.add(row.process);
      continue;
    }
    metrics ??= Object.keys(row).filter((column) => !ownColumns.has(column));
    const own = samplesOf.get(row.process) ?? [];
    own.push(...samplesFrom(row, metrics, better));
    samplesOf.set(row.process, own);
  }
  const whole = wholeProcesses(processes, samplesOf);
  return { processes: whole, lost: processes.length - whole.length + strays.size };
}

/** What the files of a run have of its processes. */
export interface RestoredProcesses {
  /** Those of which all samples are there. */
  readonly processes: readonly ProcessRecord[];
  /** How many others there are. */
  readonly lost: number;
}

function wholeProcesses(
  processes: readonly Row[],
  samplesOf: ReadonlyMap<string | undefined, readonly CellSample[]>,
): ProcessRecord[] {
  return processes.flatMap((row): ProcessRecord[] => {
    const own = samplesOf.get(row.process) ?? [];
    if (own.filter(({ phase }) => phase !== "observed").length < Number(row.samples)) return [];
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

function resultFrom(row: Row, samples: readonly CellSample[]): ProcessResult {
  const { status, error = "" } = row;
  if (status === "failed" || status === "timeout" || status === "unsupported") return { status, error };
  return { status: "ok", samples, checksum: row.checksum || null };
}

/** A timed sample, and what was taken behind it. */
function samplesFrom(row: Row, columns: readonly string[], higher: ReadonlySet<string>): CellSample[] {
  const sample = sampleFrom(row, columns, higher);
  if (sample.metrics === noMetrics) return [sample];
  const metrics = Object.entries(sample.metrics);
  const beside = metrics.filter(([name]) => name in ownFigures);
  const reported = metrics.filter(([name]) => !(name in ownFigures));
  if (beside.length === 0) return [sample];
  return [
    { ...sample, metrics: Object.fromEntries(reported) },
    { ...sample, phase: "observed", metrics: Object.fromEntries(beside) },
  ];
}

const noMetrics: CellSample["metrics"] = {};

function sampleFrom(row: Row, columns: readonly string[], higher: ReadonlySet<string>): CellSample {
  const metrics = columns.filter((column) => row[column]);
  const metricOf = (name: string): [string, Metric] => [
    name,
    { value: Number(row[name]), better: higher.has(name) ? "higher" : "lower" },
  ];
  return {
    kind: "sample",
    phase: row.phase === "cold" ? "cold" : "warm",
    wallMs: Number(row.wall_ms),
    cpuMs: measured(row.cpu_ms),
    peakRssMb: measured(row.peak_rss_mb),
    metrics: metrics.length === 0 ? noMetrics : Object.fromEntries(metrics.map(metricOf)),
  };
}

function measured(text: string | undefined): number | null {
  return text ? Number(text) : null;
}
