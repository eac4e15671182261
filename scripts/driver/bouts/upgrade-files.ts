import type { Metric } from "../../../runners/cell-request.ts";
import type { Column } from "../files/csv.ts";
import type { VerdictRow } from "../judge/verdict-row.ts";
import { modesText } from "../report/verdict-text.ts";
import { misrate } from "../statistics/sequential-test.ts";
import { isMeasured, type ProcessRecord, type ProcessResult } from "./process-record.ts";
import type { Side } from "./upgrade-cell.ts";

type Sample = Extract<ProcessResult, { status: "ok" }>["samples"][number];
/** A timed sample with where it comes from: a row of `samples.csv`. */
export type SampleRow = Sample & { readonly process: ProcessRecord; readonly sample: number };

/** Columns of `samples.csv`, one row for each timed sample of all phases; a column for each metric follows. */
export function sampleColumns(
  run: string,
  labels: Readonly<Record<Side, string>>,
  metrics: readonly string[],
): Column<SampleRow>[] {
  return [
    { name: "run", value: () => run },
    { name: "cell", value: ({ process }) => process.cell },
    { name: "side", value: ({ process }) => process.side },
    { name: "runtime", value: ({ process }) => labels[process.side] },
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

/** The samples of a process, numbered within each phase. */
export function sampleRows(process: ProcessRecord): SampleRow[] {
  if (!isMeasured(process)) return [];
  const counts = new Map<string, number>();
  return process.result.samples.map((sample) => {
    const number = (counts.get(sample.phase) ?? 0) + 1;
    counts.set(sample.phase, number);
    return { ...sample, process, sample: number };
  });
}

/** Columns of `processes.csv`, one row for each process, also for those that failed. */
export function processColumns(run: string): Column<ProcessRecord>[] {
  return [
    { name: "run", value: () => run },
    { name: "cell", value: ({ cell }) => cell },
    { name: "side", value: ({ side }) => side },
    { name: "round", value: ({ round }) => round },
    { name: "process", value: ({ process }) => process },
    { name: "status", value: ({ result }) => result.status },
    { name: "error", value: ({ result }) => (result.status === "ok" ? undefined : result.error) },
    { name: "checksum", value: ({ result }) => (result.status === "ok" ? result.checksum : undefined) },
    { name: "foreign_cores", value: ({ foreignCores }) => foreignCores },
    { name: "took_ms", value: ({ tookMs }) => tookMs },
    { name: "samples", value: ({ result }) => (result.status === "ok" ? result.samples.length : 0) },
    { name: "higher_is_better", value: higherIsBetter },
  ];
}

function higherIsBetter(process: ProcessRecord): string | undefined {
  const metrics = sampleRows(process).flatMap(({ metrics }) => Object.entries<Metric>(metrics));
  const names = metrics.flatMap(([name, { better }]) => (better === "higher" ? name : []));
  return names.length === 0 ? undefined : [...new Set(names)].join(" ");
}

/** Columns of `upgrade.csv`, those of the contract first; one row for each figure of each cell. Shares are parts of 1: 0.03 is 3 %. */
export const verdictColumns: readonly Column<VerdictRow>[] = [
  { name: "cell", value: ({ cell }) => cell.id },
  { name: "workload", value: ({ cell }) => cell.workload.name },
  { name: "executor", value: ({ cell }) => cell.executor },
  { name: "threads", value: ({ cell }) => cell.threads },
  { name: "metric", value: ({ metric }) => metric },
  { name: "old", value: (row) => row.old },
  { name: "new", value: (row) => row.new },
  { name: "verdict", value: ({ verdict }) => verdict },
  { name: "ratio", value: ({ ratio }) => ratio?.value },
  { name: "ci_low", value: ({ ratio }) => ratio?.interval?.low },
  { name: "ci_high", value: ({ ratio }) => ratio?.interval?.high },
  { name: "pairs", value: ({ pairs }) => pairs },
  { name: "threshold", value: ({ threshold }) => threshold },
  { name: "noise_floor", value: ({ noiseFloor }) => noiseFloor },
  { name: "note", value: ({ notes }) => notes.join("; ") || undefined },
  { name: "confidence", value: ({ ratio }) => (ratio?.interval ? 1 - misrate : undefined) },
  { name: "tasks", value: ({ cell }) => cell.tasks },
  { name: "size", value: ({ cell }) => cell.size },
  { name: "better", value: ({ better }) => better },
  { name: "modes", value: ({ modes, metric }) => modes && modesText(modes, metric) },
  { name: "slowest_quarter_ratio", value: ({ slowestQuarter }) => slowestQuarter?.value },
  { name: "slowest_quarter_ci_low", value: ({ slowestQuarter }) => slowestQuarter?.interval?.low },
  { name: "slowest_quarter_ci_high", value: ({ slowestQuarter }) => slowestQuarter?.interval?.high },
  { name: "cpu_ratio", value: ({ cpu }) => cpu?.value },
  { name: "cpu_ci_low", value: ({ cpu }) => cpu?.interval?.low },
  { name: "cpu_ci_high", value: ({ cpu }) => cpu?.interval?.high },
];
