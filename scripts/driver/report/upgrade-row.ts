import { type Figure, figureOf } from "../statistics/figure.ts";
import { type CsvFile, rowReader } from "./csv-file.ts";
import { csvNumber } from "./csv-number.ts";

/** A row of `upgrade.csv`: what became of one figure of one cell. */
export interface UpgradeRow {
  readonly cell: string;
  readonly workload: string;
  readonly config: string;
  /** `wall_ms`, or the name of a workload's own figure. */
  readonly metric: string;
  /** The figure on each side, as written. */
  readonly old: string;
  readonly new: string;
  readonly verdict: string;
  /** New divided by old; `undefined` where one side has no figure. */
  readonly ratio: Figure | undefined;
  readonly pairs: string;
  readonly threshold: string;
  readonly noiseFloor: string;
  readonly note: string;
}

/** Reads the rows of `upgrade.csv`. */
export function upgradeRows(file: CsvFile): UpgradeRow[] {
  const read = rowReader(file);
  return file.rows.map((row) => {
    const text = (column: string): string => read(row, column);
    const [value, low, high] = ["ratio", "ci_low", "ci_high"].map((column) => positive(text(column)));
    return {
      cell: text("cell"),
      workload: text("workload"),
      config: text("executor") === "inline" ? "inline" : `${text("executor")}-${text("threads")}`,
      metric: text("metric"),
      old: text("old"),
      new: text("new"),
      verdict: text("verdict"),
      ratio: figureOf(value, low, high),
      pairs: text("pairs"),
      threshold: text("threshold"),
      noiseFloor: text("noise_floor"),
      note: text("note"),
    };
  });
}

function positive(text: string): number | undefined {
  const value = csvNumber(text);
  return value !== undefined && value > 0 ? value : undefined;
}
