import { type Figure, figureOf } from "../statistics/figure.ts";
import { type CsvFile, rowReader } from "./csv-file.ts";
import { csvNumber } from "./csv-number.ts";

/** A row of `comparisons.csv`: what was found about one figure of two cells that met in the same bouts. */
export interface ComparisonRow {
  /** `runtime`, `executor` or `release`. */
  readonly question: string;
  readonly cell: string;
  readonly baseline: string;
  /** `wall_ms`, or the name of a workload's own figure. */
  readonly metric: string;
  readonly verdict: string;
  /** The cell's figure divided by the baseline's; `undefined` where one side has none. */
  readonly ratio: Figure | undefined;
  readonly bouts: number;
  readonly threshold: number | undefined;
  readonly note: string;
}

/** The comparisons of a run, by what was compared. Those of an older run are none. */
export class Comparisons {
  readonly rows: readonly ComparisonRow[];
  readonly #byPair: ReadonlyMap<string, ComparisonRow>;

  constructor(rows: readonly ComparisonRow[]) {
    this.rows = rows;
    this.#byPair = new Map(rows.map((row) => [key(row.metric, row.cell, row.baseline), row]));
  }

  /** What is known of two cells, whichever of them is the baseline: the ratio is that of `cell` to `baseline`. */
  of(metric: string, cell: string, baseline: string): ComparisonRow | undefined {
    const found = this.#byPair.get(key(metric, cell, baseline));
    if (found !== undefined) return found;
    const reverse = this.#byPair.get(key(metric, baseline, cell));
    return (
      reverse && {
        ...reverse,
        cell,
        baseline,
        ratio: inverse(reverse.ratio),
        verdict: opposite(reverse.verdict),
      }
    );
  }
}

/** Reads `comparisons.csv`. */
export function readComparisons(file: CsvFile | undefined): Comparisons {
  if (file === undefined) return new Comparisons([]);
  const read = rowReader(file);
  return new Comparisons(
    file.rows.map((row) => {
      const text = (column: string): string => read(row, column);
      const [value, low, high] = ["ratio", "ci_low", "ci_high"].map((column) => csvNumber(text(column)));
      const isRatio = value !== undefined && value > 0;
      return {
        question: text("question"),
        cell: text("cell"),
        baseline: text("baseline"),
        metric: text("metric"),
        verdict: text("verdict"),
        ratio: isRatio ? figureOf(value, low, high) : undefined,
        bouts: csvNumber(text("bouts")) ?? 0,
        threshold: csvNumber(text("threshold")),
        note: text("note"),
      };
    }),
  );
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

function opposite(verdict: string): string {
  return opposites[verdict] ?? verdict;
}

function key(metric: string, cell: string, baseline: string): string {
  return `${metric}\n${cell}\n${baseline}`;
}
