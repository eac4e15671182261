import type { Figure } from "../statistics/figure.ts";
import type { Measure } from "./measure.ts";
import type { Rank } from "./rank.ts";

/** A table, before anybody has decided whether it becomes Markdown, HTML, CSV, JSON or lines of a terminal. */
export interface Table {
  /** Unique among the tables of a run, in kebab-case. */
  readonly id: string;
  readonly title: string;
  /** What the figures are. */
  readonly about: string;
  /** Of the intervals; empty where the file does not say. */
  readonly confidence: "95 %" | "";
  /** Among which figures ranks are given: `in the row`. */
  readonly rankedIn: string;
  /** Titles of what stands before the figures. */
  readonly keys: readonly string[];
  /** Titles of the columns with figures. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly notes: readonly string[];
  readonly scope: Scope;
}

export interface TableRow {
  readonly keys: readonly string[];
  /** `mean`: what the rows above have in common. */
  readonly kind: "cells" | "mean";
  /** One for each column. */
  readonly entries: readonly Entry[];
}

/** What stands in one place of a table. */
export type Entry =
  | {
      readonly kind: "figure";
      readonly measure: Measure;
      readonly figure: Figure;
      readonly rank: Rank | undefined;
      /** The figure divided by the baseline's. */
      readonly ratio: Figure | undefined;
      /** The cell it is of; `""` for a mean. */
      readonly cell: string;
    }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "absent"; readonly status: string; readonly reason: string; readonly cell: string }
  | { readonly kind: "none" };

/** How much was measured for a table. */
export interface Scope {
  readonly cells: number;
  /** Fewest and most processes of a cell; `undefined` where it is not known. */
  readonly processes: Range | undefined;
  /** Fewest and most warm samples of a cell. */
  readonly samples: Range | undefined;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The scope in words: `24 cells, 9 processes each, 45 to 225 samples`. */
export function scopeText({ cells, processes, samples }: Scope): string {
  return [
    `${cells} ${cells === 1 ? "cell" : "cells"}`,
    processes && `${rangeText(processes)} processes each`,
    samples && `${rangeText(samples)} samples each`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** What the marks on a table's figures mean. */
export function marksText({ rows, rankedIn, confidence }: Table): string {
  const figures = figuresOf(rows);
  if (figures.length === 0) return "";
  const hasIntervals = figures.some(({ figure }) => figure.interval);
  return [
    hasIntervals
      ? `± is the ${confidence ? `${confidence} ` : ""}interval.`
      : "No intervals, and so no ranks.",
    hasRanks(rows) ? `(1) is the rank ${rankedIn}; = shares it; ? may share it: it is not decided.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** Whether any figure of the rows has a rank. */
export function hasRanks(rows: Table["rows"]): boolean {
  return figuresOf(rows).some(({ rank }) => rank);
}

/** All figures of the rows. */
function figuresOf(rows: Table["rows"]): Extract<Entry, { kind: "figure" }>[] {
  return rows.flatMap(({ entries }) => entries.filter((entry) => entry.kind === "figure"));
}

/** Whether a column has texts only, and not all of them plain numbers. */
export function isTextColumn(rows: Table["rows"], index: number): boolean {
  const entries = rows.map(({ entries }) => entries[index]);
  const texts = entries.flatMap((entry) => (entry?.kind === "text" ? entry.text : []));
  const isText = entries.every((entry) => entry?.kind === "text" || entry?.kind === "none");
  return isText && texts.some((text) => !/^\d*$/.test(text));
}

function rangeText({ min, max }: Range): string {
  return min === max ? String(min) : `${min} to ${max}`;
}
