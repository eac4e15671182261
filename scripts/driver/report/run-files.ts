import type { KnownCell } from "../bouts/contender.ts";
import type { Environment } from "../bouts/environment.ts";
import { comparisonsOf, type KnownComparison, type KnownPlan } from "../bouts/plan.ts";
import type { RunFolder } from "../bouts/run-folder.ts";
import { type Column, toCsv } from "../files/csv.ts";
import { confidenceOf } from "../judge/judge-series.ts";
import type { Judgements } from "../judge/judgements.ts";
import { isDisagreement } from "../judge/machines.ts";
import { type CellSummary, type Figures, figures, type MetricFigures, summarise } from "../judge/summary.ts";
import { isJudged, type JudgedRow, type MachineRatio, type VerdictRow } from "../judge/verdict.ts";
import { runMachines } from "./run-machines.ts";
import { modesText, notesOf } from "./verdict-text.ts";

/** A figure of a comparison with what was compared. */
interface ComparisonRow {
  readonly comparison: KnownComparison;
  readonly row: VerdictRow;
}

/** How the cells of a run stand, in the order of the plan. */
export function summaries(plan: KnownPlan, folder: RunFolder, environment: Environment): CellSummary[] {
  return summarise(plan.cells, (cell) => folder.processesOf(cell), runMachines(plan, folder, environment));
}

/**
 * Writes the files of a run that follow from its samples: `summary.csv`, `metrics.csv` and `comparisons.csv`; of several machines also
 * `machines.csv` and `agreement.csv`.
 */
export function writeRunFiles(
  plan: KnownPlan,
  folder: RunFolder,
  judgements: Judgements,
  environment: Environment,
): void {
  const rows = summaries(plan, folder, environment);
  const metrics = rows.flatMap(({ cell, figures }) =>
    figures.metrics.map((each) => ({ ...each, cell: cell.id })),
  );
  const compared = comparisonsOf(plan).flatMap((comparison) =>
    judgements.of(comparison).rows.map((row) => ({ comparison, row })),
  );
  const { machines = [] } = environment;
  const isOfSeveral = machines.length > 1;
  folder.write("summary.csv", toCsv(rows, summaryColumns(folder.name, folder.metrics, isOfSeveral)));
  folder.write("metrics.csv", toCsv(metrics, metricColumns(folder.name)));
  folder.write("comparisons.csv", toCsv(compared, comparisonColumns(folder.name)));
  if (!isOfSeveral) return;
  const each = rows.flatMap(({ cell, status }) => (status.status === "ok" ? onMachines(cell, folder) : []));
  folder.write("machines.csv", toCsv(each, machineColumns(folder.name)));
  const agreement = compared.flatMap(({ comparison, row }) =>
    (judged(row)?.machines ?? []).map((machine) => ({ comparison, row, machine })),
  );
  folder.write("agreement.csv", toCsv(agreement, agreementColumns(folder.name)));
}

/** The figures of a cell on each machine that has measured it. */
function onMachines(cell: KnownCell, folder: RunFolder): MachineFigures[] {
  const groups = Map.groupBy(folder.processesOf(cell), ({ machine = "" }) => machine);
  return [...groups].map(([machine, own]) => ({ cell, machine, figures: figures(own) }));
}

interface MachineFigures {
  readonly cell: KnownCell;
  readonly machine: string;
  readonly figures: Figures;
}

/** Columns of `machines.csv`, one row for each cell on each machine. */
function machineColumns(run: string): Column<MachineFigures>[] {
  return [
    { name: "run", value: () => run },
    { name: "cell", value: ({ cell }) => cell.id },
    { name: "machine", value: ({ machine }) => machine },
    { name: "processes", value: ({ figures }) => figures.processes },
    { name: "samples", value: ({ figures }) => figures.samples },
    { name: "median_ms", value: ({ figures }) => figures.medianMs },
    { name: "ci_low_ms", value: ({ figures }) => figures.intervalMs?.low },
    { name: "ci_high_ms", value: ({ figures }) => figures.intervalMs?.high },
    { name: "cold_ms", value: ({ figures }) => figures.coldMs },
    { name: "cpu_ms", value: ({ figures }) => figures.cpuMs },
    { name: "peak_rss_mb", value: ({ figures }) => figures.peakRssMb },
  ];
}

/** Columns of `agreement.csv`, one row for each comparison on each machine, where it was made on several. */
function agreementColumns(run: string): Column<ComparisonRow & { readonly machine: MachineRatio }>[] {
  return [
    ...comparedColumns(run),
    { name: "machine", value: ({ machine }) => machine.machine },
    { name: "ratio", value: ({ machine }) => machine.ratio?.value },
    { name: "ci_low", value: ({ machine }) => machine.ratio?.interval?.low },
    { name: "ci_high", value: ({ machine }) => machine.ratio?.interval?.high },
    { name: "bouts", value: ({ machine }) => machine.pairs },
    { name: "agree", value: ({ row }) => (row.notes.some(isDisagreement) ? "no" : "yes") },
  ];
}

/** Columns of `summary.csv`, one row for each cell; the median of each metric follows. */
export function summaryColumns(
  run: string,
  metrics: readonly string[],
  isOfSeveral = false,
): Column<CellSummary>[] {
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
    ...(isOfSeveral ? [{ name: "machine", value: ({ machine }: CellSummary) => machine }] : []),
    ...metrics.map((name) => ({
      name,
      value: ({ figures }: CellSummary) => figures.metrics.find(({ metric }) => metric === name)?.median,
    })),
  ];
}

/** Columns of `metrics.csv`, one row for each figure of a workload's own in each cell. */
function metricColumns(run: string): Column<MetricFigures & { readonly cell: string }>[] {
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

/** What is compared, and by which figure. */
function comparedColumns(run: string): Column<ComparisonRow>[] {
  return [
    { name: "run", value: () => run },
    { name: "question", value: ({ comparison }) => comparison.question },
    { name: "cell", value: ({ comparison }) => comparison.cell.id },
    { name: "baseline", value: ({ comparison }) => comparison.baseline.id },
    { name: "metric", value: ({ row }) => row.metric },
  ];
}

/** Columns of `comparisons.csv`, one row for each figure of each comparison. Shares are parts of 1: 0.03 is 3 %. */
export function comparisonColumns(run: string): Column<ComparisonRow>[] {
  return [
    ...comparedColumns(run),
    { name: "verdict", value: ({ row }) => row.verdict },
    { name: "ratio", value: ({ row }) => judged(row)?.ratio?.value },
    { name: "ci_low", value: ({ row }) => judged(row)?.ratio?.interval?.low },
    { name: "ci_high", value: ({ row }) => judged(row)?.ratio?.interval?.high },
    { name: "confidence", value: ({ row }) => confidence(row) },
    { name: "bouts", value: ({ row }) => judged(row)?.pairs },
    { name: "threshold", value: ({ row }) => judged(row)?.threshold },
    { name: "noise_floor", value: ({ row }) => judged(row)?.noiseFloor },
    { name: "note", value: ({ row }) => noteText(row) },
    { name: "better", value: ({ row }) => row.better },
  ];
}

/** Columns of `upgrade.csv`, those of the contract first; one row for each figure of each cell. Shares are parts of 1. */
export const verdictColumns: readonly Column<VerdictRow>[] = [
  { name: "cell", value: ({ comparison }) => comparison.id },
  { name: "workload", value: ({ comparison }) => comparison.name.workload },
  { name: "executor", value: ({ comparison }) => comparison.name.executor },
  { name: "threads", value: ({ comparison }) => comparison.name.threads },
  { name: "metric", value: ({ metric }) => metric },
  { name: "old", value: (row) => judged(row)?.figures.baseline },
  { name: "new", value: (row) => judged(row)?.figures.cell },
  { name: "verdict", value: ({ verdict }) => verdict },
  { name: "ratio", value: (row) => judged(row)?.ratio?.value },
  { name: "ci_low", value: (row) => judged(row)?.ratio?.interval?.low },
  { name: "ci_high", value: (row) => judged(row)?.ratio?.interval?.high },
  { name: "pairs", value: (row) => judged(row)?.pairs ?? 0 },
  { name: "threshold", value: (row) => judged(row)?.threshold },
  { name: "noise_floor", value: (row) => judged(row)?.noiseFloor },
  { name: "note", value: noteText },
  { name: "confidence", value: confidence },
  { name: "tasks", value: ({ comparison }) => comparison.name.tasks },
  { name: "size", value: ({ comparison }) => comparison.name.size },
  { name: "better", value: ({ better }) => better },
  { name: "modes", value: (row) => levelsOf(row) },
  { name: "slowest_quarter_ratio", value: (row) => judged(row)?.slowestQuarter?.value },
  { name: "slowest_quarter_ci_low", value: (row) => judged(row)?.slowestQuarter?.interval?.low },
  { name: "slowest_quarter_ci_high", value: (row) => judged(row)?.slowestQuarter?.interval?.high },
  { name: "cpu_ratio", value: (row) => judged(row)?.cpu?.value },
  { name: "cpu_ci_low", value: (row) => judged(row)?.cpu?.interval?.low },
  { name: "cpu_ci_high", value: (row) => judged(row)?.cpu?.interval?.high },
];

function judged(row: VerdictRow): JudgedRow | undefined {
  return isJudged(row) ? row : undefined;
}

function confidence(row: VerdictRow): number | undefined {
  return judged(row)?.ratio?.interval && confidenceOf(row.comparison);
}

function noteText(row: VerdictRow): string | undefined {
  return notesOf(row).join("; ") || undefined;
}

function levelsOf(row: VerdictRow): string | undefined {
  const modes = judged(row)?.modes;
  return modes && modesText(modes, row);
}
