import type { CellSample } from "../../../runners/cell/cell-request.ts";
import { type KnownCell, parseCell } from "../bouts/contender.ts";
import { isMeasured, type ProcessRecord } from "../bouts/process-record.ts";
import { type Interval, mean, median, medianInterval, quantile } from "../statistics/median.ts";

/** How a cell ended. Only one that is `ok` has figures. */
type CellStatus =
  | { readonly status: "ok"; readonly checksum: string | null }
  | { readonly status: "failed" | "timeout" | "unsupported" | "not installed"; readonly error: string };

/** What the samples of a cell say. Times in milliseconds; `undefined` is "not measured". */
export interface Figures {
  readonly processes: number;
  /** Number of warm samples. */
  readonly samples: number;
  /** Median over processes of each process's median of its warm samples. */
  readonly medianMs: number | undefined;
  /** 95 % interval of that median, from the processes' medians. */
  readonly intervalMs: Interval | undefined;
  /** Mean over processes of each process's mean. */
  readonly meanMs: number | undefined;
  /** Over all warm samples: what 95 % of them do not exceed, the smallest, the largest. */
  readonly p95Ms: number | undefined;
  readonly minMs: number | undefined;
  readonly maxMs: number | undefined;
  /** Median over processes of the cold sample. */
  readonly coldMs: number | undefined;
  /** As `medianMs`, of the CPU time of a sample. */
  readonly cpuMs: number | undefined;
  /** Median over processes of the process's peak, in MiB. */
  readonly peakRssMb: number | undefined;
  readonly metrics: readonly MetricFigures[];
}

/** A figure of the workload's own, summarised as time is. */
export interface MetricFigures {
  readonly metric: string;
  readonly better: "lower" | "higher";
  readonly processes: number;
  readonly samples: number;
  readonly median: number | undefined;
  readonly interval: Interval | undefined;
}

/** A cell with its figures and how it compares within its run: a row of `summary.csv`. */
export interface CellSummary {
  readonly cell: KnownCell;
  readonly status: CellStatus;
  /** The machine that the figures are of, in a run of several. */
  readonly machine: string | undefined;
  readonly figures: Figures;
  /** Inline time of the same runtime, workload, tasks and size, divided by this cell's. */
  readonly speedup: number | undefined;
  /** `speedup` for each thread that the machine's cores can serve. */
  readonly efficiency: number | undefined;
  /** This cell's time divided by that of the baseline runtime's cell. */
  readonly ratio: number | undefined;
}

/**
 * Summarises the cells whose outcome is known, in the order of the plan. Pure: from the same samples anybody gets
 * the same rows.
 *
 * @param machines of which machine the figures of each cell are, and how many threads a machine can run at once; what has less than one
 * to itself is as slow inline
 */
export function summarise(
  cells: readonly KnownCell[],
  processesOf: (cell: KnownCell) => readonly ProcessRecord[],
  machines: SummaryMachines,
): CellSummary[] {
  const decided = cells.flatMap((cell) => {
    const processes = processesOf(cell);
    const status = statusOf(cell, processes);
    if (status === undefined) return [];
    const machine = machines.of(cell);
    const own = machine === undefined ? processes : processes.filter((each) => each.machine === machine);
    return { cell, status, machine, figures: figures(status.status === "ok" ? own : []) };
  });
  const medians = new Map(
    decided.map(({ cell, machine, figures }) => [comparisonKey(cell, machine), figures.medianMs]),
  );
  const baseline = cells[0]?.runtime;
  return decided.map((row) => {
    const { cell, machine, figures } = row;
    const speedup = divide(
      medians.get(comparisonKey({ ...cell, executor: "inline", threads: 1 }, machine)),
      figures.medianMs,
    );
    return {
      ...row,
      speedup,
      efficiency: divide(speedup, Math.min(cell.threads, Math.max(1, machines.cores(machine)))),
      ratio:
        baseline &&
        divide(figures.medianMs, medians.get(comparisonKey({ ...cell, runtime: baseline }, machine))),
    };
  });
}

/** The machines that a run was measured on. */
export interface SummaryMachines {
  /** The one that the figures of a cell are of, since those of several have nothing in common; `undefined` where there is only one. */
  of(cell: KnownCell): string | undefined;
  cores(machine: string | undefined): number;
}

/** How a cell ended; `undefined` while nothing is known of it. One process that failed is enough to fail it. */
function statusOf({ runtime }: KnownCell, processes: readonly ProcessRecord[]): CellStatus | undefined {
  if (runtime.status === "not installed") return { status: runtime.status, error: runtime.reason };
  const results = processes.map(({ result }) => result);
  const failed = results.find((result) => result.status !== "ok");
  if (failed !== undefined) return { status: failed.status, error: failed.error };
  const checksums = new Set(results.flatMap((result) => (result.status === "ok" ? result.checksum : [])));
  const [checksum = null] = checksums;
  return results.length === 0
    ? undefined
    : { status: "ok", checksum: checksums.size === 1 ? checksum : null };
}

/** Figures of one cell, from its processes. */
export function figures(processes: readonly ProcessRecord[]): Figures {
  const samples = processes
    .filter(isMeasured)
    .flatMap(({ process, result }) => result.samples.map((sample): Sample => ({ ...sample, process })));
  const warm = samples.filter(({ phase }) => phase === "warm");
  const cold = samples.filter(({ phase }) => phase === "cold");
  const wallMs = perProcess(warm, ({ wallMs }) => wallMs);
  const all = wallMs.flat();
  const medians = wallMs.flatMap((values) => median(values) ?? []);
  return {
    processes: new Set(samples.map(({ process }) => process)).size,
    samples: all.length,
    medianMs: median(medians),
    intervalMs: medianInterval(medians),
    meanMs: mean(wallMs.flatMap((values) => mean(values) ?? [])),
    p95Ms: quantile(all, 0.95),
    minMs: quantile(all, 0),
    maxMs: quantile(all, 1),
    coldMs: median(cold.map(({ wallMs }) => wallMs)),
    cpuMs: medianOfMedians(perProcess(warm, ({ cpuMs }) => cpuMs)),
    peakRssMb: median(
      perProcess([...cold, ...warm], ({ peakRssMb }) => peakRssMb).map((values) => Math.max(...values)),
    ),
    metrics: metricFigures(samples.filter(({ phase }) => phase === "warm" || phase === "observed")),
  };
}

/** A sample with the number of its process. */
type Sample = CellSample & { readonly process: number };

function metricFigures(warm: readonly Sample[]): MetricFigures[] {
  const directions = new Map(
    warm.flatMap(({ metrics }) =>
      Object.entries(metrics).map(([metric, { better }]) => [metric, better] as const),
    ),
  );
  return [...directions].map(([metric, better]) => {
    const values = perProcess(warm, ({ metrics }) => metrics[metric]?.value ?? null);
    const medians = values.flatMap((each) => median(each) ?? []);
    return {
      metric,
      better,
      processes: values.length,
      samples: values.flat().length,
      median: median(medians),
      interval: medianInterval(medians),
    };
  });
}

/** The values of each process that has any. */
function perProcess(samples: readonly Sample[], value: (sample: Sample) => number | null): number[][] {
  return [...Map.groupBy(samples, ({ process }) => process).values()]
    .map((group) => group.flatMap((sample) => value(sample) ?? []))
    .filter((values) => values.length > 0);
}

function medianOfMedians(values: readonly number[][]): number | undefined {
  return median(values.flatMap((each) => median(each) ?? []));
}

/** What two cells have in common that can be compared: everything but the figures. */
function comparisonKey(
  { id, runtime, workload, executor, threads, tasks, size }: KnownCell,
  machine: string | undefined,
): string {
  const variant = parseCell(id)?.variant;
  return JSON.stringify([runtime.label, workload.name, executor, threads, tasks, size, variant, machine]);
}

function divide(dividend: number | undefined, divisor: number | undefined): number | undefined {
  return dividend === undefined || divisor === undefined || divisor === 0 ? undefined : dividend / divisor;
}
