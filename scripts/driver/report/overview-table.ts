import { apart, confidenceOf, type Measure, ownMeasure } from "./measure.ts";
import type { PublishedCell } from "./published-cell.ts";
import { type Rank, ranks } from "./rank.ts";
import type { Run } from "./read-run.ts";
import { scopeOf } from "./scope.ts";
import type { Entry, Table, TableRow } from "./table.ts";

/**
 * The article's result, for everyone: a row for each workload, runtime and executor, with the time inline and with
 * each number of threads, what the fastest of them gains, and what the first use costs.
 */
export function overviewTable(run: Run, cells: readonly PublishedCell[]): Table[] {
  const known = cells.filter(({ executor }) => executor !== "");
  if (known.length === 0) return [];
  const threads = [...new Set(known.filter(isThreaded).map((cell) => cell.threads))].sort((a, b) => a - b);
  const columns = ["inline", ...threads.map((count) => (count === 1 ? "1 thread" : `${count} threads`))];
  const rows = [...Map.groupBy(known, ({ work }) => work)].flatMap(([work, group]) =>
    workRows(run, work, group, threads),
  );
  return [
    {
      id: "overview",
      title: "",
      about: [
        "Milliseconds, warm, median of the processes.",
        threads.length > 0
          ? "Speed-up against inline, efficiency, and cold (a new executor and its first group) are at the fastest number of threads."
          : "Cold is the first group.",
        rows.some(({ entries }) => entries.some((entry) => entry.kind === "figure" && entry.rank))
          ? "Ranks are among the runtimes, in the column, for the workload."
          : "",
      ]
        .filter(Boolean)
        .join(" "),
      keys: ["workload", "runtime", "executor"],
      isGrouped: true,
      columns: [...columns, ...(threads.length > 0 ? ["speed-up", "threads", "efficiency"] : []), "cold"],
      rows,
      notes: [],
      scope: scopeOf(known),
    },
  ];
}

function workRows(
  run: Run,
  work: string,
  group: readonly PublishedCell[],
  threads: readonly number[],
): TableRow[] {
  const rows = [...Map.groupBy(group, ({ label }) => label)].flatMap(([label, cells]) => {
    const inline = cells.find((cell) => !isThreaded(cell));
    const executors = Map.groupBy(cells.filter(isThreaded), ({ executor }) => executor);
    const used = executors.size > 0 ? [...executors] : [["inline", []] as const];
    return used.map(([executor, own]) => ({
      keys: [work, label, executor],
      times: [inline, ...threads.map((count) => own.find((cell) => cell.threads === count))],
      own,
      best: fastest(own.length > 0 ? own : inline ? [inline] : []),
    }));
  });
  const marks = columnRanks(
    run,
    rows.map(({ times }) => times),
  );
  const show = (name: string, cell: PublishedCell | undefined) =>
    entry(run, ownMeasure(name), cell, undefined);
  return rows.map(({ keys, times, own, best }, row) => ({
    keys,
    kind: "cells",
    entries: [
      ...times.map((cell, column) => entry(run, ownMeasure("median_ms"), cell, marks[row]?.[column])),
      ...(threads.length === 0
        ? []
        : own.length === 0 || best === undefined
          ? [none, none, none]
          : [
              show("speedup", best),
              { kind: "text" as const, text: String(best.threads) },
              withoutInterval(show("efficiency", best)),
            ]),
      show("cold_ms", best),
    ],
  }));
}

const none: Entry = { kind: "none" };

/** Of what stands beside a figure whose interval says the same. */
function withoutInterval(entry: Entry): Entry {
  if (entry.kind !== "figure") return entry;
  return { ...entry, figure: { value: entry.figure.value, interval: undefined } };
}

/** The ranks of the times in each column; a cell that stands in two rows counts once. */
function columnRanks(
  run: Run,
  rows: readonly (readonly (PublishedCell | undefined)[])[],
): (Rank | undefined)[][] {
  const marks: (Rank | undefined)[][] = rows.map(() => []);
  for (const column of rows[0]?.keys() ?? []) {
    const cells = [...new Set(rows.map((row) => row[column]))];
    const time = ownMeasure("median_ms");
    const entrants = cells.map((cell) => {
      const figure = cell && time.figure(run, cell);
      return figure && { figure, cell: cell.id };
    });
    const ranked = ranks(entrants, "lower", apart(run.comparisons, time));
    for (const [index, row] of rows.entries()) {
      const rank = ranked[cells.indexOf(row[column])];
      if (marks[index]) marks[index][column] = rank;
    }
  }
  return marks;
}

function entry(run: Run, measure: Measure, cell: PublishedCell | undefined, rank: Rank | undefined): Entry {
  if (cell === undefined) return none;
  const figure = measure.figure(run, cell);
  if (figure) {
    const confidence = confidenceOf(run, measure);
    return { kind: "figure", measure, figure, confidence, rank, ratio: undefined, cell: cell.id };
  }
  if (cell.status !== "ok") return { kind: "absent", status: cell.status, reason: cell.error, cell: cell.id };
  return none;
}

function fastest(cells: readonly PublishedCell[]): PublishedCell | undefined {
  const time = ({ numbers }: PublishedCell): number => numbers.get("median_ms") ?? Infinity;
  return cells.filter((cell) => time(cell) < Infinity).toSorted((a, b) => time(a) - time(b))[0];
}

function isThreaded({ executor }: PublishedCell): boolean {
  return executor !== "inline";
}
