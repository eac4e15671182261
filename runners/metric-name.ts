import { inspect } from "node:util";

/**
 * Makes sure that a workload's own figure can have a column of its own beside ours.
 *
 * @throws {TypeError} for a name that is none, or is taken, a value that is no number, and a direction that is none
 */
export function checkMetric(name: string, value: unknown, better: unknown): void {
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
  if (better !== "lower" && better !== "higher") {
    throw new TypeError(`metric "${name}" has better: ${inspect(better)}; expected "lower" or "higher"`);
  }
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
  ...["side", "foreign_cores"],
  ...["cold_ms", "speedup", "efficiency", "ratio", "checksum"],
];
