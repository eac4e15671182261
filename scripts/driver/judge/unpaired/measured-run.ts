import { existsSync } from "node:fs";
import { join } from "node:path";
import { ownFigureNames } from "../../../../runners/cell/own-figures.ts";
import { type CellName, parseCell } from "../../bouts/contender.ts";
import { type Environment, readEnvironment } from "../../bouts/environment.ts";
import { BadInput } from "../../command-line/bad-input.ts";
import { fromCsv } from "../../files/csv.ts";
import { textIfThere } from "../../files/read-file.ts";
import { median } from "../../statistics/median.ts";
import { lowerQuartile, meanOfSlowestQuarter } from "../series.ts";

/** A finished run, cell by cell. */
export interface MeasuredRun {
  readonly environment: Environment;
  readonly cells: readonly MeasuredCell[];
  /** The metrics of which higher values are better. */
  readonly higherIsBetter: ReadonlySet<string>;
}

export interface MeasuredCell {
  readonly cell: CellName & { readonly runtime: string };
  /** One value for each process: for `wall_ms` the lower quartile of its warm samples, for each metric the median. */
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** One for each process: the mean of the slowest quarter of its warm samples. */
  readonly slowestQuarter: readonly number[];
  /** One for each process: the lower quartile of the CPU time of its warm samples. */
  readonly cpu: readonly number[];
  /** Why it failed, or is not supported; such a cell has no values. */
  readonly failure: string | undefined;
  /** Whether it is not supported, which is no failure unless it once was. */
  readonly isUnsupported: boolean;
}

type Row = Readonly<Record<string, string>>;

/** Columns of `samples.csv` that are no figures to be compared. */
const otherColumns: ReadonlySet<string> = new Set([
  ...["run", "cell", "round", "process", "phase", "sample"],
  ...["cpu_ms", "peak_rss_mb", "foreign_cores"],
  ...ownFigureNames,
]);

/** Reads the folder of a run. @throws {BadInput} where there is none */
export function readMeasuredRun(folder: string): MeasuredRun {
  const environment = readEnvironment(folder);
  if (!existsSync(join(folder, "samples.csv")))
    throw new BadInput(`Cannot compare "${folder}": it has no samples.csv`);
  const failures = failuresOf(folder);
  const samples = rows(folder, "samples.csv").filter(({ phase }) => phase === "warm");
  const measured = Map.groupBy(samples, ({ cell = "" }) => cell);
  const names = new Set([...measured.keys(), ...failures.keys()]);
  const cells = [...names].flatMap((name): MeasuredCell[] => {
    const cell = parseCell(name);
    if (cell?.runtime === undefined) return [];
    const { failure, isUnsupported = false } = failures.get(name) ?? {};
    const samples = failure === undefined ? (measured.get(name) ?? []) : [];
    const figures = figuresOf([...Map.groupBy(samples, ({ process }) => process).values()]);
    return [{ cell: { ...cell, runtime: cell.runtime }, ...figures, failure, isUnsupported }];
  });
  const higher = rows(folder, "metrics.csv").flatMap(({ metric = "", better }) =>
    better === "higher" ? metric : [],
  );
  return { environment, cells, higherIsBetter: new Set(higher) };
}

/** @param processes the warm samples of each */
function figuresOf(
  processes: readonly (readonly Row[])[],
): Pick<MeasuredCell, "values" | "slowestQuarter" | "cpu"> {
  const columns = Object.keys(processes[0]?.[0] ?? {}).filter((column) => !otherColumns.has(column));
  const perProcess = (column: string, figure: (values: readonly number[]) => number | undefined): number[] =>
    processes.flatMap(
      (samples) => figure(samples.flatMap((row) => (row[column] ? Number(row[column]) : []))) ?? [],
    );
  return {
    values: new Map(
      columns
        .map((column): [string, number[]] => [
          column,
          perProcess(column, column === "wall_ms" ? lowerQuartile : median),
        ])
        .filter(([, values]) => values.length > 0),
    ),
    slowestQuarter: perProcess("wall_ms", meanOfSlowestQuarter),
    cpu: perProcess("cpu_ms", lowerQuartile),
  };
}

interface Failure {
  readonly failure: string;
  readonly isUnsupported: boolean;
}

/** Which cells failed, and why. */
function failuresOf(folder: string): Map<string, Failure> {
  return new Map(
    rows(folder, "summary.csv").flatMap(({ cell = "", status = "", error = "" }) => {
      if (!["failed", "timeout", "unsupported"].includes(status)) return [];
      const isUnsupported = status === "unsupported";
      return [[cell, { failure: isUnsupported ? `not supported: ${error}` : error, isUnsupported }] as const];
    }),
  );
}

function rows(folder: string, file: string): Row[] {
  return fromCsv(textIfThere(join(folder, file)) ?? "");
}
