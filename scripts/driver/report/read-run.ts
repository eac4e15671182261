import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { BadInput } from "../command-line/bad-input.ts";
import { type Figure, figureOf } from "../statistics/figure.ts";
import { type ReleaseRow, releaseRows } from "./bisect/release-rows.ts";
import { type ComparisonRow, Comparisons, comparisonRows } from "./comparison-rows.ts";
import { type CsvFile, readCsvFile, rowReader } from "./csv-file.ts";
import { csvNumber } from "./csv-number.ts";
import { type MachineRow, machineRows, onOneMachine } from "./machine-rows.ts";
import { type ProcessValues, readSampleValues } from "./process-values.ts";
import { type Provenance, readProvenance } from "./provenance.ts";
import { cellKey, type PublishedCell, publishedCells } from "./published-cell.ts";
import { type HistoryRow, historyRows } from "./release-history/history-rows.ts";

/** A finished or interrupted run, as its files tell it. */
export interface Run {
  readonly folder: string;
  readonly provenance: Provenance;
  /** In the order of the plan. */
  readonly cells: readonly PublishedCell[];
  /** The same cells by `cellKey`. */
  readonly byKey: ReadonlyMap<string, PublishedCell>;
  /** What each process measured, by cell. */
  readonly processes: ReadonlyMap<string, readonly ProcessValues[]>;
  /** What each machine measured, where there are several. */
  readonly machines: readonly MachineRow[];
  /** The workloads' own figures. */
  readonly metrics: readonly Metric[];
  /** What was found about cells that met in the same bouts. */
  readonly comparisons: Comparisons;
  /** Whether the run compared its cells at all: older ones did not. */
  readonly hasComparisons: boolean;
  /** The verdicts of a check of two releases. */
  readonly upgrade: readonly ComparisonRow[];
  /** The releases that a search for one has measured, in the order of the path. */
  readonly bisect: readonly ReleaseRow[];
  /** What a history says of each release. */
  readonly history: readonly HistoryRow[];
  /** One sentence for each thing that is missing or broken. */
  readonly gaps: readonly string[];
}

/** A figure that workloads report beside the time. */
interface Metric {
  readonly name: string;
  readonly better: "lower" | "higher";
  /** By cell. */
  readonly figures: ReadonlyMap<string, Figure>;
}

/** Whether a folder holds a run. */
export function isRunFolder(folder: string): boolean {
  return ["summary.csv", "upgrade.csv", "bisect.csv"].some((file) => existsSync(join(folder, file)));
}

/** Reads the folder of a run. What is missing or broken is told in `gaps`. @throws {BadInput} where there is no run */
export function readRun(folder: string): Run {
  checkFolder(folder);
  const gaps: string[] = [];
  const file = (name: string): CsvFile | undefined => {
    const read = readCsvFile(join(folder, name));
    gaps.push(...(read?.gaps ?? []));
    return read;
  };
  // A check of an upgrade is told by its verdicts, a search and a history by their releases, not cell by cell.
  const upgrade = file("upgrade.csv");
  const bisect = file("bisect.csv");
  const history = file("history.csv");
  const isByCells = [upgrade, bisect, history].every((read) => read === undefined);
  const [summary, metrics, comparisons, machines] = isByCells
    ? ["summary.csv", "metrics.csv", "comparisons.csv", "machines.csv"].map(file)
    : [];
  const samples = isByCells ? readSampleValues(join(folder, "samples.csv"), gaps) : undefined;
  const read = summary ? publishedCells(summary) : [];
  const last = new Map(read.map((cell) => [cell.id, cell]));
  const cells = summary?.columns.includes("cell") ? [...last.values()] : read;
  if (summary) gaps.push(...summaryGaps(summary, read.length - cells.length));
  if (summary && !samples) {
    gaps.push("samples.csv is missing: no distributions, and no intervals for cold starts and memory");
  }
  return {
    folder,
    provenance: readProvenance(
      folder,
      cells[0]?.texts.get("run") || basename(resolve(folder)),
      summary ? "matrix.mjs" : bisect ? "bisect.mjs" : history ? "history.mjs" : "upgrade.mjs",
      gaps,
    ),
    cells,
    byKey: new Map(cells.map((cell) => [cellKey(cell), cell])),
    processes: onOneMachine(samples ?? new Map(), cells, machines && file("processes.csv")),
    machines: machines ? machineRows(machines) : [],
    metrics: metrics ? readMetrics(metrics) : [],
    comparisons: new Comparisons(comparisons ? comparisonRows(comparisons) : []),
    hasComparisons: comparisons !== undefined,
    upgrade: upgrade ? comparisonRows(upgrade) : [],
    bisect: bisect ? releaseRows(bisect) : [],
    history: history ? historyRows(history) : [],
    gaps,
  };
}

/** Columns without which there is nothing to say, and what is lost without the others. */
const required = ["workload", "runtime"];
const wanted: Readonly<Record<string, string>> = {
  cell: "no distributions, and no intervals for cold starts and memory",
  version: "versions are not known",
  executor: "executors are not known",
  threads: "numbers of threads are not known",
  status: "cells with a time count as ok",
  median_ms: "no times",
  ci_low_ms: "no intervals, and so no ranks",
  ci_high_ms: "no intervals, and so no ranks",
  cold_ms: "no cold starts",
  speedup: "no speed-up",
  peak_rss_mb: "no memory",
  processes: "the numbers of processes are not known",
  samples: "the numbers of samples are not known",
};

function summaryGaps({ columns, rows }: CsvFile, twice: number): string[] {
  if (columns.length === 0) return [];
  const lost = required.filter((column) => !columns.includes(column));
  if (lost.length > 0) {
    throw new BadInput(
      `Cannot publish summary.csv without its column ${lost.join(" and ")}; it has ${columns.join(", ")}`,
    );
  }
  return [
    ...Object.entries(wanted)
      .filter(([column]) => !columns.includes(column))
      .map(([column, loss]) => `summary.csv has no column ${column}: ${loss}`),
    ...(rows.length === 0 ? ["summary.csv has no rows: nothing was measured"] : []),
    ...(twice > 0 ? [`summary.csv: ${twice} rows left out, as a later row is of the same cell`] : []),
  ];
}

function readMetrics(file: CsvFile): Metric[] {
  const read = rowReader(file);
  return [...Map.groupBy(file.rows, (row) => read(row, "metric"))].map(([name, rows]) => ({
    name,
    better: rows.some((row) => read(row, "better") === "higher") ? "higher" : "lower",
    figures: new Map(
      rows.flatMap((row) => {
        const [value, low, high] = ["median", "ci_low", "ci_high"].map((column) =>
          csvNumber(read(row, column)),
        );
        const figure = figureOf(value, low, high);
        return figure ? [[read(row, "cell"), figure] as const] : [];
      }),
    ),
  }));
}

function checkFolder(folder: string): void {
  if (!existsSync(folder)) throw new BadInput(`Cannot publish "${folder}": there is no such folder`);
  if (!statSync(folder).isDirectory()) {
    throw new BadInput(
      `Cannot publish "${folder}": it is a file; name the folder of a run, as results/<run>`,
    );
  }
  if (!isRunFolder(folder)) {
    throw new BadInput(
      `Cannot publish "${folder}": it has neither summary.csv nor upgrade.csv, nor runs in it`,
    );
  }
}
