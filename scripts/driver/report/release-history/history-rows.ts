import type { Column } from "../../files/csv.ts";
import type { ReleaseState } from "../../judge/history/release-states.ts";
import { type Figure, figureOf } from "../../statistics/figure.ts";
import { type CsvFile, rowReader } from "../csv-file.ts";
import { csvNumber } from "../csv-number.ts";

/** Columns of `history.csv`, those of the contract first; one row for each figure of each cell under each release. */
export function historyColumns(reference: string): Column<ReleaseState>[] {
  return [
    { name: "release", value: ({ release }) => release },
    { name: "cell", value: ({ cell }) => cell },
    { name: "metric", value: ({ metric }) => metric },
    { name: "ratio", value: ({ row }) => row?.ratio?.value },
    { name: "ci_low", value: ({ row }) => row?.ratio?.interval?.low },
    { name: "ci_high", value: ({ row }) => row?.ratio?.interval?.high },
    { name: "bouts", value: ({ bouts }) => bouts || undefined },
    { name: "change", value: ({ change }) => changed(change) },
    { name: "change_ratio", value: ({ change }) => step(change)?.value },
    { name: "change_ci_low", value: ({ change }) => step(change)?.interval?.low },
    { name: "change_ci_high", value: ({ change }) => step(change)?.interval?.high },
    { name: "change_bouts", value: ({ change }) => ("row" in change ? change.row.pairs : undefined) },
    { name: "change_verdict", value: ({ change }) => ("against" in change ? change.kind : undefined) },
    { name: "change_against", value: ({ change }) => ("against" in change ? change.against : undefined) },
    { name: "level_ratio", value: ({ levelRatio }) => levelRatio },
    { name: "status", value: ({ status }) => status },
    { name: "published", value: ({ published }) => published?.slice(0, 10) },
    { name: "reference", value: () => reference },
    { name: "better", value: ({ better }) => better },
    { name: "note", value: ({ notes }) => notes.join("; ") || undefined },
  ];
}

/** A row of `history.csv`, as it is read again. */
export interface HistoryRow {
  readonly release: string;
  readonly cell: string;
  readonly metric: string;
  /** Its figure divided by that of the reference. */
  readonly ratio: Figure | undefined;
  readonly bouts: number | undefined;
  /** Whether a level begins with it; `undefined`: it was not measured. */
  readonly change: boolean | undefined;
  /** Its figure divided by that of the release before it, where a level begins. */
  readonly step: Figure | undefined;
  readonly stepBouts: number | undefined;
  /** `slower`, `faster`, `broke`, `fixed`; empty where no level begins. */
  readonly verdict: string;
  /** The release before it. */
  readonly against: string;
  readonly levelRatio: number | undefined;
  readonly status: string;
  readonly published: string;
  readonly reference: string;
  readonly better: string;
  readonly note: string;
}

/** Reads `history.csv`. */
export function historyRows(file: CsvFile): HistoryRow[] {
  const read = rowReader(file);
  return file.rows.map((row) => {
    const text = (column: string): string => read(row, column);
    const number = (column: string): number | undefined => csvNumber(text(column));
    const change = number("change");
    return {
      ...{ release: text("release"), cell: text("cell"), metric: text("metric"), bouts: number("bouts") },
      ratio: figureOf(number("ratio"), number("ci_low"), number("ci_high")),
      change: change === undefined ? undefined : change === 1,
      step: figureOf(number("change_ratio"), number("change_ci_low"), number("change_ci_high")),
      ...{
        stepBouts: number("change_bouts"),
        verdict: text("change_verdict"),
        against: text("change_against"),
      },
      ...{ levelRatio: number("level_ratio"), status: text("status"), published: text("published") },
      ...{ reference: text("reference"), better: text("better"), note: text("note") },
    };
  });
}

function changed({ kind }: ReleaseState["change"]): 0 | 1 | undefined {
  if (kind === "unknown") return undefined;
  return kind === "none" ? 0 : 1;
}

function step(change: ReleaseState["change"]): Figure | undefined {
  return "row" in change ? change.row.ratio : undefined;
}
