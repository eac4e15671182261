import { inspect } from "node:util";
import type { Metric } from "./cell-request.ts";
import { ownFigures } from "./own-figures.ts";

/**
 * Reads a figure that a workload reports, and makes sure that it can have a column beside ours.
 *
 * @throws {TypeError} for a name that is none, or is taken, a value that is no number, and options that are
 * none of `{ better: "lower" }` and `{ better: "higher" }`
 */
export function readMetric(name: string, value: unknown, options: unknown = {}): Metric {
  if (typeof name !== "string" || !/^[a-z][a-z\d_]*$/.test(name)) {
    throw new TypeError(`metric ${inspect(name)} needs a name in snake_case with its unit, such as kept_mb`);
  }
  if (takenColumns.includes(name))
    throw new TypeError(`metric "${name}" has the name of a column of every run`);
  if (name in ownFigures)
    throw new TypeError(`metric "${name}" has the name of a figure that the suite measures itself`);
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new TypeError(`metric "${name}" is ${inspect(value)}; expected a finite number`);
  }
  const { better = "lower", ...others } = Object(options) as Readonly<Record<string, unknown>>;
  if ((better === "lower" || better === "higher") && Object.keys(others).length === 0)
    return { value, better };
  throw new TypeError(
    `metric "${name}" has the options ${inspect(options, { breakLength: Infinity })}; expected { better: "lower" } or { better: "higher" }`,
  );
}

/** The columns that every run of the matrix and every upgrade check has. */
export const takenColumns: readonly string[] = [
  // Of samples.csv.
  ...["run", "cell", "round", "process", "phase", "sample", "wall_ms", "cpu_ms", "peak_rss_mb"],
  ...["foreign_cores"],
  // And of summary.csv.
  ...["runtime", "version", "engine", "workload", "executor", "threads", "tasks", "size", "status", "error"],
  ...["processes", "samples", "median_ms", "ci_low_ms", "ci_high_ms", "mean_ms", "p95_ms"],
  ...["min_ms", "max_ms", "cold_ms", "speedup", "efficiency", "ratio", "checksum"],
  // And of comparisons.csv.
  ...["question", "baseline", "metric", "verdict", "ci_low", "ci_high", "confidence", "bouts", "threshold"],
  ...["noise_floor", "note", "better"],
  // And of upgrade.csv.
  ...["old", "new", "pairs", "modes", "cpu_ratio", "cpu_ci_low", "cpu_ci_high"],
  ...["slowest_quarter_ratio", "slowest_quarter_ci_low", "slowest_quarter_ci_high"],
];
