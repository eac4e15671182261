import { counted } from "../command-line/counted.ts";
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
  /** Titles of what stands before the figures. */
  readonly keys: readonly string[];
  /** Whether rows with the same first key belong together, and show it once. */
  readonly isGrouped: boolean;
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
      /** Of the figure's interval, as a part of 1. */
      readonly confidence: number;
      readonly rank: Rank | undefined;
      /** The figure divided by the baseline's. */
      readonly ratio: Figure | undefined;
      /** The cell it is of; `""` for a mean. */
      readonly cell: string;
    }
  /** The ratio of a comparison, with its interval. */
  | { readonly kind: "ratio"; readonly ratio: Figure; readonly metric: string; readonly cell: string }
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

/** A table of texts. */
export function textTable(
  id: string,
  keys: readonly string[],
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Table {
  return {
    ...{ id, title: "", about: "", keys, isGrouped: false, columns, notes: [] },
    rows: rows.map((texts) => ({
      keys: texts.slice(0, keys.length),
      kind: "cells",
      entries: texts.slice(keys.length).map(textEntry),
    })),
    scope: { cells: rows.length, processes: undefined, samples: undefined },
  };
}

/** A text in a table; nothing where it is empty. */
export function textEntry(text: string): Entry {
  return text === "" ? { kind: "none" } : { kind: "text", text };
}

/** The scope in words: `24 cells, 9 processes each, 45 to 225 samples`. */
export function scopeText({ cells, processes, samples }: Scope): string {
  return [
    counted(cells, "cell"),
    processes && `${rangeText(processes)} ${processes.max === 1 ? "process" : "processes"} each`,
    samples && `${rangeText(samples)} ${samples.max === 1 ? "sample" : "samples"} each`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** Whether a row goes on with the group of the row above it. */
export function goesOn({ rows, isGrouped }: Table, index: number): boolean {
  const [above, row] = [rows[index - 1], rows[index]];
  return isGrouped && row !== undefined && above?.kind === row.kind && above.keys[0] === row.keys[0];
}

/** Whether a column has texts, and not all of them numbers with what belongs to them. */
export function isTextColumn(rows: Table["rows"], index: number): boolean {
  const entries = rows.map(({ entries }) => entries[index]);
  const texts = entries.flatMap((entry) => (entry?.kind === "text" ? entry.text : []));
  const isText = entries.every((entry) => entry?.kind === "text" || entry?.kind === "none");
  return isText && texts.some((text) => !/^[+-]?[\d.]+(?: ?(?:%|s|resampled|measured))?$/.test(text));
}

function rangeText({ min, max }: Range): string {
  return min === max ? String(min) : `${min} to ${max}`;
}
