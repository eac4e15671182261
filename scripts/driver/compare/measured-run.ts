import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BadInput } from "../bad-input.ts";
import { fromCsv } from "../csv.ts";
import { type Environment, readEnvironment } from "../environment.ts";
import { median } from "../statistics.ts";

/** A finished run of the matrix or of an upgrade check, cell by cell of the matrix. */
export interface MeasuredRun {
  readonly environment: Environment;
  readonly cells: readonly MeasuredCell[];
  /** The metrics of which higher values are better. */
  readonly higherIsBetter: ReadonlySet<string>;
}

export interface MeasuredCell {
  readonly workload: string;
  /** Label of the runtime, such as `node@26.10.0`. */
  readonly runtime: string;
  /** `pool-2`. */
  readonly executor: string;
  /** `10x5000000`. */
  readonly load: string;
  /** For `wall_ms` and each metric, one value for each process: the median of its warm samples. */
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** Why it failed; such a cell has no values. */
  readonly failure: string | undefined;
}

type Row = Readonly<Record<string, string>>;

/** Columns of `samples.csv` that are no figures to be compared. */
const otherColumns = new Set([
  ...["run", "cell", "side", "runtime", "round", "process", "phase", "sample"],
  ...["cpu_ms", "peak_rss_mb", "foreign_cores"],
]);

/** Reads the folder of a run. @throws {BadInput} where there is none */
export function readMeasuredRun(folder: string): MeasuredRun {
  const environment = readEnvironment(folder);
  if (!existsSync(join(folder, "samples.csv")))
    throw new BadInput(`Cannot compare "${folder}": it has no samples.csv`);
  const failures = failuresOf(folder);
  const samples = rows(folder, "samples.csv").filter(({ phase }) => phase === "warm");
  const measured = Map.groupBy(samples, matrixCell);
  const names = new Set([...measured.keys(), ...failures.keys()]);
  const cells = [...names].flatMap((name): MeasuredCell[] => {
    const [load, executor, runtime, ...workload] = name.split("/").reverse();
    if (load === undefined || executor === undefined || runtime === undefined) return [];
    const failure = failures.get(name);
    const values = failure === undefined ? figures(measured.get(name) ?? []) : new Map();
    return [{ workload: workload.reverse().join("/"), runtime, executor, load, values, failure }];
  });
  const higher = [...rows(folder, "metrics.csv"), ...rows(folder, "upgrade.csv")].flatMap(
    ({ metric = "", better }) => (better === "higher" ? metric : []),
  );
  return { environment, cells, higherIsBetter: new Set(higher) };
}

/** A cell's name in the matrix. In an upgrade check the runtime stands beside it. */
function matrixCell({ cell = "", runtime }: Row): string {
  if (runtime === undefined) return cell;
  const parts = cell.split("/");
  return [...parts.slice(0, -2), runtime, ...parts.slice(-2)].join("/");
}

function figures(samples: readonly Row[]): Map<string, number[]> {
  const processes = Map.groupBy(samples, ({ process }) => process);
  const columns = Object.keys(samples[0] ?? {}).filter((column) => !otherColumns.has(column));
  return new Map(
    columns.flatMap((column): [string, number[]][] => {
      const values = [...processes.values()].flatMap(
        (same) => median(same.flatMap((row) => (row[column] ? Number(row[column]) : []))) ?? [],
      );
      return values.length === 0 ? [] : [[column, values]];
    }),
  );
}

/** Which cells failed, and why: a row in the matrix's summary, a verdict of an upgrade check. */
function failuresOf(folder: string): Map<string, string> {
  const matrix = rows(folder, "summary.csv")
    .filter(({ status }) => status === "failed" || status === "timeout")
    .map(({ cell, error }) => [cell ?? "", error ?? ""] as const);
  const labels = new Map(rows(folder, "samples.csv").map(({ side, runtime }) => [side, runtime]));
  const failing = new Map([
    ["broke", ["new"]],
    ["fixed", ["old"]],
    ["failed", ["old", "new"]],
  ]);
  const checked = rows(folder, "upgrade.csv").flatMap(({ cell = "", verdict = "", note = "" }) =>
    (failing.get(verdict) ?? []).map(
      (side) => [matrixCell({ cell, runtime: labels.get(side) ?? side }), note] as const,
    ),
  );
  return new Map([...matrix, ...checked]);
}

function rows(folder: string, file: string): Row[] {
  const path = join(folder, file);
  return existsSync(path) ? fromCsv(readFileSync(path, "utf8")) : [];
}
