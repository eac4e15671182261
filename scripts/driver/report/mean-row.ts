import { figureOf, geometricMean } from "../statistics/figure.ts";
import type { Point } from "./axis-point.ts";
import { type Measure, ratioOfCells } from "./measure.ts";
import type { PublishedCell } from "./published-cell.ts";
import type { Run } from "./read-run.ts";
import type { Entry, TableRow } from "./table.ts";

/** A row with the cells that it shows, one for each column. */
export interface PlacedRow {
  readonly row: TableRow;
  readonly cells: readonly (PublishedCell | undefined)[];
}

/** Geometric means of the ratios to a column, over the rows in which every column that has figures has one. */
export function meanRow(
  run: Run,
  rows: readonly PlacedRow[],
  columns: readonly Point[],
  baseline: number,
  measure: Measure,
): { row: TableRow; note: string }[] {
  const figure = ({ row }: PlacedRow, column: number) => {
    const entry = row.entries[column];
    return entry?.kind === "figure" ? entry.figure : undefined;
  };
  const live = columns.flatMap((_, index) => (rows.some((row) => figure(row, index)) ? index : []));
  const common = rows.filter((row) => live.every((index) => (figure(row, index)?.value ?? 0) > 0));
  if (common.length < 2 || live.length < 2 || !live.includes(baseline)) return [];
  const name = columns[baseline]?.values.join(" ") ?? "";
  const meanMeasure = { ...measure, name: "geometric_mean_ratio", title: `ratio to ${name}`, unit: "×" };
  const entries = columns.map((_, column): Entry => {
    if (!live.includes(column)) return { kind: "none" };
    const ratios = common.flatMap(({ cells }) => {
      const cell = cells[column];
      return cell ? ratioOfCells(run, measure, cell, cells[baseline]) : [];
    });
    const mean =
      column === baseline ? figureOf(1, 1, 1) : geometricMean(ratios.flatMap(({ ratio }) => ratio ?? []));
    if (mean === undefined) return { kind: "none" };
    const confidence = ratios[0]?.confidence ?? 0.95;
    const base = {
      kind: "figure",
      measure: meanMeasure,
      rank: undefined,
      ratio: undefined,
      cell: "",
    } as const;
    return { ...base, figure: mean, confidence };
  });
  const keys = rows[0]?.row.keys.slice(1).map(() => "") ?? [];
  return [
    {
      row: { keys: [`geometric mean, ratio to ${name}`, ...keys], kind: "mean", entries },
      note: `The geometric mean is over ${common.length} of ${rows.length} rows${common.length < rows.length ? ": those with a figure in every column that has any" : ""}.`,
    },
  ];
}
