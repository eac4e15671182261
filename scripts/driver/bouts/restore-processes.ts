import type { CellSample, Metric } from "../../../runners/cell-request.ts";
import type { ProcessRecord, ProcessResult } from "./process-record.ts";

type Row = Readonly<Record<string, string>>;

/** Columns of `samples.csv` that are no metrics. */
const ownColumns = new Set([
  ...["run", "cell", "side", "runtime", "round", "process", "phase", "sample"],
  ...["wall_ms", "cpu_ms", "peak_rss_mb", "foreign_cores"],
]);

/** The processes of a run, from its `processes.csv` and `samples.csv`; without those of which samples are missing. */
export function restoreProcesses(processes: readonly Row[], samples: readonly Row[]): ProcessRecord[] {
  const samplesOf = Map.groupBy(samples, ({ process }) => process);
  return processes.flatMap((row): ProcessRecord[] => {
    const own = samplesOf.get(row.process ?? "") ?? [];
    if (own.length < Number(row.samples)) return [];
    return [
      {
        cell: row.cell ?? "",
        side: row.side === "new" ? "new" : "old",
        round: Number(row.round),
        process: Number(row.process),
        result: result(row, own),
        foreignCores: measured(row.foreign_cores),
        tookMs: Number(row.took_ms),
      },
    ];
  });
}

function result(row: Row, samples: readonly Row[]): ProcessResult {
  const { status, error = "" } = row;
  if (status === "failed" || status === "timeout" || status === "unsupported") return { status, error };
  const higher = new Set(row.higher_is_better?.split(" "));
  return { status: "ok", samples: samples.map((row) => sample(row, higher)), checksum: row.checksum || null };
}

function sample(row: Row, higher: ReadonlySet<string>): CellSample {
  const metrics = Object.entries(row).filter(([column, value]) => !ownColumns.has(column) && value !== "");
  return {
    kind: "sample",
    phase: row.phase === "cold" || row.phase === "warm-up" ? row.phase : "warm",
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
