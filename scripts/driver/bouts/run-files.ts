import type { Column } from "../files/csv.ts";
import type { CellSummary, MetricFigures } from "../judge/summary.ts";
import type { Sample } from "./sample.ts";

/** Columns of `samples.csv`, one row for each timed sample; a column for each metric follows. */
export function sampleColumns(run: string, metrics: readonly string[]): Column<Sample>[] {
  return [
    { name: "run", value: () => run },
    { name: "cell", value: ({ cell }) => cell },
    { name: "round", value: ({ round }) => round },
    { name: "process", value: ({ process }) => process },
    { name: "phase", value: ({ phase }) => phase },
    { name: "sample", value: ({ sample }) => sample },
    { name: "wall_ms", value: ({ wallMs }) => wallMs },
    { name: "cpu_ms", value: ({ cpuMs }) => cpuMs },
    { name: "peak_rss_mb", value: ({ peakRssMb }) => peakRssMb },
    ...metrics.map((name) => ({ name, value: ({ metrics }: Sample) => metrics[name]?.value })),
  ];
}

/** Columns of `summary.csv`, one row for each cell; the median of each metric follows. */
export function summaryColumns(run: string, metrics: readonly string[]): Column<CellSummary>[] {
  return [
    { name: "run", value: () => run },
    { name: "cell", value: ({ cell }) => cell.id },
    { name: "runtime", value: ({ cell }) => cell.runtime.name },
    {
      name: "version",
      value: ({ cell }) => (cell.runtime.status === "ready" ? cell.runtime.version : undefined),
    },
    {
      name: "engine",
      value: ({ cell }) => (cell.runtime.status === "ready" ? cell.runtime.engine : undefined),
    },
    { name: "workload", value: ({ cell }) => cell.workload.name },
    { name: "executor", value: ({ cell }) => cell.executor },
    { name: "threads", value: ({ cell }) => cell.threads },
    { name: "tasks", value: ({ cell }) => cell.tasks },
    { name: "size", value: ({ cell }) => cell.size },
    { name: "status", value: ({ status }) => status.status },
    { name: "error", value: ({ status }) => (status.status === "ok" ? undefined : status.error) },
    { name: "processes", value: ({ figures }) => figures.processes || undefined },
    { name: "samples", value: ({ figures }) => figures.samples || undefined },
    { name: "median_ms", value: ({ figures }) => figures.medianMs },
    { name: "ci_low_ms", value: ({ figures }) => figures.intervalMs?.low },
    { name: "ci_high_ms", value: ({ figures }) => figures.intervalMs?.high },
    { name: "mean_ms", value: ({ figures }) => figures.meanMs },
    { name: "p95_ms", value: ({ figures }) => figures.p95Ms },
    { name: "min_ms", value: ({ figures }) => figures.minMs },
    { name: "max_ms", value: ({ figures }) => figures.maxMs },
    { name: "cold_ms", value: ({ figures }) => figures.coldMs },
    { name: "speedup", value: ({ speedup }) => speedup },
    { name: "efficiency", value: ({ efficiency }) => efficiency },
    { name: "cpu_ms", value: ({ figures }) => figures.cpuMs },
    { name: "peak_rss_mb", value: ({ figures }) => figures.peakRssMb },
    { name: "ratio", value: ({ ratio }) => ratio },
    { name: "checksum", value: ({ status }) => (status.status === "ok" ? status.checksum : undefined) },
    ...metrics.map((name) => ({
      name,
      value: ({ figures }: CellSummary) => figures.metrics.find(({ metric }) => metric === name)?.median,
    })),
  ];
}

/** Columns of `metrics.csv`, one row for each figure of a workload's own in each cell. */
export function metricColumns(run: string): Column<MetricFigures & { readonly cell: string }>[] {
  return [
    { name: "run", value: () => run },
    { name: "cell", value: ({ cell }) => cell },
    { name: "metric", value: ({ metric }) => metric },
    { name: "better", value: ({ better }) => better },
    { name: "processes", value: ({ processes }) => processes },
    { name: "samples", value: ({ samples }) => samples },
    { name: "median", value: ({ median }) => median },
    { name: "ci_low", value: ({ interval }) => interval?.low },
    { name: "ci_high", value: ({ interval }) => interval?.high },
  ];
}
