import { figureOf, geometricMean, ratioOf } from "../statistics/figure.ts";
import type { Point } from "./axis-point.ts";
import type { Measure } from "./measure.ts";
import type { TableRow } from "./table.ts";

/** Geometric means of the ratios to a column, over the rows in which every column that has figures has one. */
export function meanRow(
  rows: readonly TableRow[],
  columns: readonly Point[],
  baseline: number,
  measure: Measure,
): { row: TableRow; note: string }[] {
  const figure = (row: TableRow, column: number) => {
    const entry = row.entries[column];
    return entry?.kind === "figure" ? entry.figure : undefined;
  };
  const live = columns.flatMap((_, index) => (rows.some((row) => figure(row, index)) ? index : []));
  const common = rows.filter((row) => live.every((index) => (figure(row, index)?.value ?? 0) > 0));
  if (common.length < 2 || live.length < 2 || !live.includes(baseline)) return [];
  const means = columns.map((_, column) => {
    if (!live.includes(column)) return undefined;
    if (column === baseline) return figureOf(1, 1, 1);
    return geometricMean(common.flatMap((row) => ratioOf(figure(row, column), figure(row, baseline)) ?? []));
  });
  const name = columns[baseline]?.values.join(" ") ?? "";
  const meanMeasure = { ...measure, name: "geometric_mean_ratio", title: `ratio to ${name}`, unit: "×" };
  return [
    {
      row: {
        keys: [`geometric mean, ratio to ${name}`, ...(rows[0]?.keys.slice(1).map(() => "") ?? [])],
        kind: "mean",
        entries: means.map((mean) =>
          mean
            ? {
                kind: "figure",
                measure: meanMeasure,
                figure: mean,
                rank: undefined,
                ratio: undefined,
                cell: "",
              }
            : { kind: "none" },
        ),
      },
      note: `The geometric mean is over ${common.length} of ${rows.length} rows${common.length < rows.length ? ": those with a figure in every column that has any" : ""}.`,
    },
  ];
}
