import type { Side } from "../bouts/plan.ts";
import { type VerdictRow, verdicts } from "../judge/verdict.ts";
import { type Figure, figureOf } from "../statistics/figure.ts";
import { type CsvFile, rowReader } from "./csv-file.ts";
import { csvNumber } from "./csv-number.ts";
import { verdictColumns } from "./run-files.ts";

/** What was found about one figure of two cells that met in the same bouts: a row of `comparisons.csv` or `upgrade.csv`. */
export interface ComparisonRow {
  /** `runtime`, `executor` or `release`. */
  readonly question: string;
  readonly cell: string;
  /** The cell that it was held against; in `upgrade.csv` both sides have one name. */
  readonly baseline: string;
  /** `wall_ms`, or the name of a workload's own figure. */
  readonly metric: string;
  readonly verdict: string;
  /** The figure on each side, where the file has it. */
  readonly figures: Readonly<Record<Side, number | undefined>>;
  /** The cell's figure divided by the baseline's; `undefined` where one side has none. */
  readonly ratio: Figure | undefined;
  /** That of the ratio's interval, as a part of 1. */
  readonly confidence: number | undefined;
  readonly bouts: number;
  readonly threshold: number | undefined;
  readonly noiseFloor: number | undefined;
  readonly note: string;
}

/** The comparisons of a run, by what was compared. Those of an older run are none. */
export class Comparisons {
  readonly rows: readonly ComparisonRow[];
  /** Of the intervals of the ratios, as a part of 1. */
  readonly confidence: number;
  readonly #byPair: ReadonlyMap<string, ComparisonRow>;

  constructor(rows: readonly ComparisonRow[]) {
    this.rows = rows;
    this.confidence = confidenceOf(rows);
    this.#byPair = new Map(rows.map((row) => [key(row.metric, row.cell, row.baseline), row]));
  }

  /** What is known of two cells, whichever of them is the baseline: the ratio is that of `cell` to `baseline`. */
  of(metric: string, cell: string, baseline: string): ComparisonRow | undefined {
    const found = this.#byPair.get(key(metric, cell, baseline));
    if (found !== undefined) return found;
    const reverse = this.#byPair.get(key(metric, baseline, cell));
    if (reverse === undefined) return undefined;
    const { ratio, verdict } = reverse;
    return { ...reverse, cell, baseline, ratio: inverse(ratio), verdict: opposites[verdict] ?? verdict };
  }

  /** Whether cells were compared bout by bout in a figure: nothing else then tells how they stand. */
  has(metric: string | undefined): boolean {
    return metric !== undefined && this.rows.some((row) => row.metric === metric);
  }
}

/** Reads `comparisons.csv`, or `upgrade.csv`. */
export function comparisonRows(file: CsvFile): ComparisonRow[] {
  const read = rowReader(file);
  return file.rows.map((row) => {
    const text = (column: string): string => read(row, column);
    const number = (column: string): number | undefined => csvNumber(text(column));
    const value = number("ratio");
    const isRatio = value !== undefined && value > 0;
    return {
      question: text("question") || "release",
      cell: text("cell"),
      baseline: text("baseline") || text("cell"),
      metric: text("metric"),
      verdict: text("verdict"),
      figures: { baseline: number("old"), cell: number("new") },
      ratio: isRatio ? figureOf(value, number("ci_low"), number("ci_high")) : undefined,
      confidence: number("confidence"),
      bouts: number("bouts") ?? number("pairs") ?? 0,
      threshold: number("threshold"),
      noiseFloor: number("noise_floor"),
      note: text("note"),
    };
  });
}

/** Of the intervals of the rows' ratios; older files do not say it. */
export function confidenceOf(rows: readonly ComparisonRow[]): number {
  return rows.find(({ confidence }) => confidence !== undefined)?.confidence ?? 0.99;
}

/** Verdicts as `upgrade.csv` would have them. */
export function shownRows(rows: readonly VerdictRow[]): ComparisonRow[] {
  return comparisonRows({
    columns: verdictColumns.map(({ name }) => name),
    rows: rows.map((row) => verdictColumns.map(({ value }) => String(value(row) ?? ""))),
    gaps: [],
  });
}

/** The gravest verdicts first, and the largest changes first among equals. */
export function byGravity(rows: readonly ComparisonRow[]): ComparisonRow[] {
  const order: readonly string[] = verdicts;
  const place = ({ verdict }: ComparisonRow): number =>
    order.includes(verdict) ? order.indexOf(verdict) : order.length;
  const change = ({ ratio }: ComparisonRow): number => Math.abs(Math.log(ratio?.value ?? 1));
  return rows.toSorted((a, b) => place(a) - place(b) || change(b) - change(a));
}

/** How often each verdict was given: `1 slower, 4 same`. */
export function verdictCounts(rows: readonly { readonly verdict: string }[]): string {
  const counts = verdicts.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count > 0 ? `${count} ${verdict}` : [];
  });
  return counts.join(", ") || "nothing measured";
}

/** The figure of which a ratio is the inverse. */
export function inverse(ratio: Figure | undefined): Figure | undefined {
  if (ratio === undefined) return undefined;
  const { value, interval } = ratio;
  const isPositive = interval !== undefined && interval.low > 0;
  return {
    value: 1 / value,
    interval: isPositive ? { low: 1 / interval.high, high: 1 / interval.low } : undefined,
  };
}

const opposites: Readonly<Record<string, string>> = {
  slower: "faster",
  faster: "slower",
  broke: "fixed",
  fixed: "broke",
};

function key(metric: string, cell: string, baseline: string): string {
  return `${metric}\n${cell}\n${baseline}`;
}
