import { inspect } from "node:util";
import type { Metric } from "./cell-request.ts";

/**
 * Reads a figure that a workload reports, and makes sure that it can have a column beside ours.
 *
 * @throws {TypeError} for a name that is none, or is taken, a value that is no number, and options that are
 * none of `{ better: "lower" }` and `{ better: "higher" }`
 */
export function readMetric(name: string, value: unknown, options: unknown = {}): Metric {
  if (typeof name !== "string" || !/^[a-z][a-z\d_]*$/.test(name)) {
    throw new TypeError(
      `metric ${JSON.stringify(name)} needs a name in snake_case with its unit, such as kept_mb`,
    );
  }
  if (takenColumns.includes(name))
    throw new TypeError(`metric "${name}" has the name of a column of every run`);
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
  ...["run", "cell", "round", "process", "phase", "sample", "wall_ms", "cpu_ms", "peak_rss_mb"],
  ...["runtime", "version", "engine", "workload", "executor", "threads", "tasks", "size", "status", "error"],
  ...[
    "processes",
    "samples",
    "median_ms",
    "ci_low_ms",
    "ci_high_ms",
    "mean_ms",
    "p95_ms",
    "min_ms",
    "max_ms",
  ],
  ...["foreign_cores"],
  ...["cold_ms", "speedup", "efficiency", "ratio", "checksum"],
];
