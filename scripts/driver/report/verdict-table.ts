import { isBesideTime } from "../judge/figures-beside.ts";
import { byGravity, type ComparisonRow, confidenceOf, verdictCounts } from "./comparison-rows.ts";
import { percent, significant } from "./digits.ts";
import { type Entry, type Table, textEntry } from "./table.ts";

/** What a table of verdicts is about. */
interface Naming {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Titles of what names a comparison. */
  readonly keys: readonly string[];
  names(row: ComparisonRow): readonly string[];
}

/** The verdicts of a check of two releases. */
export function releaseVerdicts(rows: readonly ComparisonRow[]): Table {
  return verdictTable(rows, {
    id: "upgrade",
    title: "",
    about:
      "Ratios are new divided by old; old and new are medians over the processes, times in milliseconds.",
    keys: ["cell"],
    names: ({ cell }) => [cell],
  });
}

/** Verdicts as a table, the gravest first: the same one on the terminal, in Markdown and on the page. */
export function verdictTable(rows: readonly ComparisonRow[], naming: Naming): Table {
  const { id, title, about, keys, names } = naming;
  const ordered = byGravity(rows.filter(isTold));
  const isUsed = ({ isWanted }: VerdictColumn): boolean => isWanted?.(ordered) ?? true;
  const used = columns.filter(isUsed);
  const untold = rows.filter((row) => !isTold(row));
  return {
    id,
    title,
    about,
    keys: ["verdict", ...keys],
    isGrouped: false,
    columns: used.map(({ title }) => title(rows)),
    rows: ordered.map((row) => ({
      keys: [row.verdict, ...names(row)],
      kind: "cells",
      entries: used.map(({ entry }) => entry(row)),
    })),
    notes: [
      ...notesOf(ordered, (row) => [...names(row), row.metric === "wall_ms" ? "" : row.metric]),
      ...(untold.length > 0
        ? [`Figures beside the time that are not in the table: ${verdictCounts(untold)}.`]
        : []),
    ],
    scope: { cells: new Set(rows.map(({ cell }) => cell)).size, processes: undefined, samples: undefined },
  };
}

/** Figures beside the time have a row where they have changed. */
export function isTold(row: ComparisonRow): boolean {
  return !isBesideTime(row) || ["leaks", "slower", "faster"].includes(row.verdict);
}

interface VerdictColumn {
  title(rows: readonly ComparisonRow[]): string;
  /** Whether the rows have anything to show in it. */
  isWanted?(rows: readonly ComparisonRow[]): boolean;
  entry(row: ComparisonRow): Entry;
}

const hasFigures = (rows: readonly ComparisonRow[]): boolean =>
  rows.some(({ figures }) => figures.cell !== undefined || figures.baseline !== undefined);

const columns: readonly VerdictColumn[] = [
  {
    title: () => "figure",
    isWanted: (rows) => rows.some(({ metric }) => metric !== "wall_ms"),
    entry: ({ metric }) => textEntry(metric === "wall_ms" ? "time" : metric),
  },
  { title: () => "old", isWanted: hasFigures, entry: ({ figures }) => numberEntry(figures.baseline) },
  { title: () => "new", isWanted: hasFigures, entry: ({ figures }) => numberEntry(figures.cell) },
  {
    title: (rows) => `ratio (${percent(confidenceOf(rows))} interval)`,
    entry: ({ ratio, metric, cell }) => (ratio ? { kind: "ratio", ratio, metric, cell } : { kind: "none" }),
  },
  {
    title: ([row]) => (row?.question === "release" ? "pairs" : "bouts"),
    entry: ({ bouts }) => textEntry(bouts > 0 ? String(bouts) : ""),
  },
  { title: () => "threshold", entry: ({ threshold }) => shareEntry(threshold) },
  {
    title: () => "noise",
    isWanted: (rows) => rows.some(({ noiseFloor }) => noiseFloor !== undefined),
    entry: ({ noiseFloor }) => shareEntry(noiseFloor),
  },
];

/** What is noted with the rows; what is noted with several is said once. */
function notesOf(
  rows: readonly ComparisonRow[],
  names: (row: ComparisonRow) => readonly string[],
): readonly string[] {
  const noted = Map.groupBy(
    rows.filter(({ note }) => note !== ""),
    ({ note }) => note,
  );
  return [...noted].map(([note, [first, ...others]]) => {
    if (first === undefined || others.length >= mostNamed) return `${others.length + 1} figures: ${note}`;
    const named = [first, ...others].map((row) => names(row).filter(Boolean).join(" "));
    return `${named.join(", ")}: ${note}`;
  });
}

const mostNamed = 3;

function numberEntry(value: number | undefined): Entry {
  return textEntry(significant(value));
}

function shareEntry(share: number | undefined): Entry {
  return textEntry(share === undefined ? "" : percent(share));
}
