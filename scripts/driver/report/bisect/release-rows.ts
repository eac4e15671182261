import type { Column } from "../../files/csv.ts";
import { type Change, ratioOfChange, type Side } from "../../judge/bisect/change.ts";
import { confidenceOf } from "../../judge/judge-series.ts";
import { isJudged, type VerdictRow } from "../../judge/verdict.ts";
import { type Figure, figureOf } from "../../statistics/figure.ts";
import { type CsvFile, rowReader } from "../csv-file.ts";
import { csvNumber } from "../csv-number.ts";
import { notesOf } from "../verdict-text.ts";

/** Of the intervals of the ratios, as a part of 1. */
export const releaseConfidence: number = confidenceOf({ question: "release" });

/** What a release is to the answer of a search. */
export type Part =
  /** The first release of the new level, and the one before it. */
  | "first"
  | "last before"
  /** Where more could not be told: the change is behind the one, and not behind the other. */
  | "from"
  | "to";

/** A release that a search has measured. */
export interface MeasuredRelease {
  readonly release: string;
  /** ISO 8601. */
  readonly published: string | undefined;
  /** The cell without its runtime. */
  readonly cell: string;
  readonly metric: string;
  readonly change: Change | undefined;
  /** Against the old end; the old end itself has none. */
  readonly row: VerdictRow | undefined;
  /** In how many bouts it met the old end. */
  readonly bouts: number | undefined;
  /** On which side it is; that of the ends is theirs, once they differ. */
  readonly side: Side | undefined;
  readonly part: Part | undefined;
  /** Against the release before it, of the one that is the answer. */
  readonly step: VerdictRow | undefined;
  /** What else there is to say. */
  readonly remarks: readonly string[];
}

/** Columns of `bisect.csv`, those of the contract first; one row for each release that was measured, in the order of the path. */
export const releaseColumns: readonly Column<MeasuredRelease>[] = [
  { name: "release", value: ({ release }) => release },
  { name: "published", value: ({ published }) => published?.slice(0, 10) },
  { name: "verdict", value: ({ row }) => row?.verdict },
  { name: "ratio", value: ({ change, row }) => ratio(change, row)?.value },
  { name: "ci_low", value: ({ change, row }) => ratio(change, row)?.interval?.low },
  { name: "ci_high", value: ({ change, row }) => ratio(change, row)?.interval?.high },
  { name: "bouts", value: ({ bouts }) => bouts },
  {
    name: "note",
    value: ({ row, remarks }) => [...remarks, ...(row ? notesOf(row) : [])].join("; ") || undefined,
  },
  { name: "side", value: ({ side }) => side },
  { name: "part", value: ({ part }) => part },
  { name: "step_ratio", value: ({ change, step }) => ratio(change, step)?.value },
  { name: "step_ci_low", value: ({ change, step }) => ratio(change, step)?.interval?.low },
  { name: "step_ci_high", value: ({ change, step }) => ratio(change, step)?.interval?.high },
  { name: "metric", value: ({ metric }) => metric },
  { name: "cell", value: ({ cell }) => cell },
];

/** A row of `bisect.csv`, as it is read again. */
export interface ReleaseRow {
  readonly release: string;
  readonly published: string;
  readonly verdict: string;
  /** Its figure divided by that of the old end. */
  readonly ratio: Figure | undefined;
  readonly bouts: number | undefined;
  readonly note: string;
  readonly side: string;
  readonly part: string;
  /** Its figure divided by that of the release before it. */
  readonly step: Figure | undefined;
  readonly metric: string;
  readonly cell: string;
}

/** Reads `bisect.csv`. */
export function releaseRows(file: CsvFile): ReleaseRow[] {
  const read = rowReader(file);
  return file.rows.map((row) => {
    const text = (column: string): string => read(row, column);
    const number = (column: string): number | undefined => csvNumber(text(column));
    const figure = (prefix: string): Figure | undefined =>
      figureOf(number(`${prefix}ratio`), number(`${prefix}ci_low`), number(`${prefix}ci_high`));
    return {
      ...{ release: text("release"), published: text("published"), verdict: text("verdict") },
      ...{ ratio: figure(""), bouts: number("bouts"), note: text("note") },
      ...{
        side: text("side"),
        part: text("part"),
        step: figure("step_"),
        metric: text("metric"),
        cell: text("cell"),
      },
    };
  });
}

/** Releases as `bisect.csv` has them. */
export function shownReleases(releases: readonly MeasuredRelease[]): ReleaseRow[] {
  return releaseRows({
    columns: releaseColumns.map(({ name }) => name),
    rows: releases.map((release) => releaseColumns.map(({ value }) => String(value(release) ?? ""))),
    gaps: [],
  });
}

function ratio(change: Change | undefined, row: VerdictRow | undefined): Figure | undefined {
  return row !== undefined && isJudged(row) ? ratioOfChange(change, row) : undefined;
}
