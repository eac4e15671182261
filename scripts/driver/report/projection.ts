import { BadInput } from "../command-line/bad-input.ts";
import { figureOf } from "../statistics/figure.ts";
import { type Point, pointOf, pointsOf } from "./axis-point.ts";
import { hasValue } from "./cell-filter.ts";
import { meanRow, type PlacedRow } from "./mean-row.ts";
import { apart, confidenceOf, type Measure, ratioOfCells } from "./measure.ts";
import type { PublishedCell } from "./published-cell.ts";
import { ranks } from "./rank.ts";
import type { Run } from "./read-run.ts";
import { scopeOf } from "./scope.ts";
import type { Entry, Table } from "./table.ts";

/** How cells become tables: which columns of `summary.csv` go where, and what is shown of each cell. */
export interface Projection {
  readonly id: string;
  readonly title: string;
  /** A table for each value of these. */
  readonly table: readonly string[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly measure: Measure;
  /** A value of the columns, or a runtime, to divide by; `undefined`: the first column, for the mean only. */
  readonly baseline: string | undefined;
  /** Whether a last row has the geometric mean of the ratios. */
  readonly mean: boolean;
}

/** Naming columns that are about one thing: what two cells of one place differ in goes where its kin is. */
const kin: Readonly<Record<string, readonly string[]>> = {
  work: ["workload"],
  label: ["runtime"],
  config: ["executor", "threads"],
};

/**
 * Lays cells out. Nothing is ever averaged away: where several cells fall on one place of a table, what they differ in
 * is added to its rows or columns.
 *
 * @throws {BadInput} for a baseline that is in none of the tables
 */
export function project(run: Run, cells: readonly PublishedCell[], projection: Projection): Table[] {
  const axes = separate(cells, projection);
  const groups = Map.groupBy(cells, (cell) => pointOf(cell, axes.table).key);
  const points = pointsOf(cells, axes.table);
  const tables = points.map((point) => {
    const group = groups.get(point.key) ?? [];
    return tableOf(run, group, { ...projection, ...axes }, point);
  });
  if (
    projection.baseline !== undefined &&
    cells.length > 0 &&
    !tables.some(({ hasBaseline }) => hasBaseline)
  ) {
    const known = pointsOf(cells, axes.columns).map(({ values }) => values.join(" "));
    throw new BadInput(`Unknown baseline "${projection.baseline}"; the columns are ${known.join(", ")}`);
  }
  return tables.flatMap(({ table }) => (table.rows.length > 0 ? table : []));
}

type Axes = Pick<Projection, "table" | "rows" | "columns">;

/** Adds columns to the axes until each cell has a place of its own. */
function separate(cells: readonly PublishedCell[], { table, rows, columns }: Projection): Axes {
  const axes = { table: [...table], rows: [...rows], columns: [...columns] };
  for (const [added, kindred] of Object.entries(kin)) {
    const places = Map.groupBy(
      cells,
      (cell) => pointOf(cell, [...axes.table, ...axes.rows, ...axes.columns]).key,
    );
    const differs = [...places.values()].some(
      (place) => new Set(place.map(({ texts }) => texts.get(added))).size > 1,
    );
    if (!differs) continue;
    const home = Object.values(axes).find((axis) => axis.some((column) => kindred.includes(column)));
    const axis = home ?? axes.rows;
    const at = axis.findIndex((column) => kindred.includes(column));
    if (at === -1) axis.push(added);
    else axis.splice(at, 1, added);
  }
  return axes;
}

function tableOf(
  run: Run,
  cells: readonly PublishedCell[],
  projection: Projection,
  point: Point,
): { table: Table; hasBaseline: boolean } {
  const { measure } = projection;
  const columns = pointsOf(cells, projection.columns);
  const baseline = baselineColumn(cells, columns, projection);
  const hasBaseline = projection.baseline !== undefined && baseline !== undefined;
  const cellsOfRow = Map.groupBy(cells, (cell) => pointOf(cell, projection.rows).key);
  const placed = pointsOf(cells, projection.rows).flatMap(({ key, values }): PlacedRow[] => {
    const own = cellsOfRow.get(key) ?? [];
    const inColumns = columns.map((column) =>
      own.find((cell) => pointOf(cell, projection.columns).key === column.key),
    );
    const entries = entriesOf(run, inColumns, measure, hasBaseline ? baseline : undefined);
    if (entries.every(({ kind }) => kind === "none")) return [];
    return [{ row: { keys: values, kind: "cells", entries }, cells: inColumns }];
  });
  const rows = placed.map(({ row }) => row);
  const mean =
    projection.mean && baseline !== undefined ? meanRow(run, placed, columns, baseline, measure) : [];
  const isRanked = rows.some(({ entries }) => entries.some((entry) => entry.kind === "figure" && entry.rank));
  return {
    hasBaseline,
    table: {
      id: identifier([projection.id, ...point.values]),
      title: [projection.title, groupTitle(projection.table, point)].filter(Boolean).join(": "),
      about: [
        aboutFigures(measure, hasBaseline ? (columns[baseline ?? 0]?.values.join(" ") ?? "") : ""),
        isRanked ? "Ranks are within the row." : "",
      ]
        .filter(Boolean)
        .join(" "),
      keys: projection.rows.map(columnTitle),
      isGrouped: projection.rows.length > 1,
      columns: columns.map(({ values }) => values.join(" ") || measure.title),
      rows: [...rows, ...mean.flatMap(({ row }) => row)],
      notes: mean.map(({ note }) => note),
      scope: scopeOf(cells),
    },
  };
}

/** The figures of one row, ranked among each other. */
function entriesOf(
  run: Run,
  placed: readonly (PublishedCell | undefined)[],
  measure: Measure,
  baseline: number | undefined,
): Entry[] {
  const figures = placed.map((cell) => cell && measure.figure(run, cell));
  const entrants = placed.map((cell, index) => {
    const figure = figures[index];
    return cell && figure && { figure, cell: cell.id };
  });
  const ranked = measure.better ? ranks(entrants, measure.better, apart(run.comparisons, measure)) : [];
  return placed.map((cell, index): Entry => {
    if (cell === undefined) return { kind: "none" };
    const figure = figures[index];
    if (figure === undefined) return absent(cell);
    const { ratio } =
      baseline === undefined ? { ratio: undefined } : ratioOfCells(run, measure, cell, placed[baseline]);
    return {
      kind: "figure",
      measure,
      figure,
      confidence: confidenceOf(run, measure),
      rank: ranked[index],
      ratio: ratio && index === baseline ? figureOf(1, 1, 1) : ratio,
      cell: cell.id,
    };
  });
}

function absent({ status, error, id }: PublishedCell): Entry {
  return { kind: "absent", status: status === "ok" ? "not measured" : status, reason: error, cell: id };
}

function baselineColumn(
  cells: readonly PublishedCell[],
  columns: readonly Point[],
  { columns: axis, baseline }: Projection,
): number | undefined {
  if (baseline === undefined) return columns.length > 0 ? 0 : undefined;
  const named = columns.findIndex(({ values }) => values.join(" ") === baseline || values.includes(baseline));
  if (named !== -1) return named;
  const isRuntimes = axis.some((column) => column === "label" || column === "runtime");
  const cell = isRuntimes ? cells.find((each) => hasValue(each, "label", baseline)) : undefined;
  const key = cell && pointOf(cell, axis).key;
  const found = columns.findIndex((column) => column.key === key);
  return found === -1 ? undefined : found;
}

function aboutFigures({ title }: Measure, baseline: string): string {
  return `${sentence(title)}.${baseline ? ` Then the ratio to ${baseline}.` : ""}`;
}

/** With a capital, unless it begins with a name such as `lag_p99_ms`. */
function sentence(text: string): string {
  return /^\w*_/.test(text) ? text : text.slice(0, 1).toUpperCase() + text.slice(1);
}

const titles: Readonly<Record<string, string>> = { label: "runtime", work: "workload", config: "executor" };

/** `pool-2`, and `threads 2` where the value alone says nothing. */
function groupTitle(columns: readonly string[], { values }: Point): string {
  return columns
    .map((column, index) =>
      /^[\d.]+$/.test(values[index] ?? "") ? `${column} ${values[index]}` : values[index],
    )
    .join(", ");
}

function columnTitle(column: string): string {
  return titles[column] ?? column;
}

function identifier(words: readonly string[]): string {
  return words
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
