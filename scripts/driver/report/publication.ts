import { BadInput } from "../command-line/bad-input.ts";
import { checkColumn, columnsOf } from "./cell-columns.ts";
import { filterCells } from "./cell-filter.ts";
import { findings } from "./findings/findings.ts";
import { findMeasure, type Measure, ownMeasure } from "./measure.ts";
import { project } from "./projection.ts";
import type { PublishedCell } from "./published-cell.ts";
import { answers, type Section } from "./questions.ts";
import { type Run, readRun } from "./read-run.ts";
import { reading } from "./reading.ts";
import type { Table } from "./table.ts";
import { titleOf } from "./title.ts";

/** Everything that is published of a run, before it becomes files. */
export interface Publication {
  readonly run: Run;
  /** What was compared. */
  readonly title: string;
  readonly filters: readonly string[];
  /** The cells that they have left. */
  readonly cells: readonly PublishedCell[];
  /** What was found, a sentence each. */
  readonly findings: readonly string[];
  /** What the marks of the tables mean. */
  readonly reading: readonly string[];
  readonly sections: readonly Section[];
  /** What the reader has chosen to see of each cell; `undefined` where all questions are answered. */
  readonly chosen: readonly Measure[] | undefined;
}

/** What a reader wants to see of a run. */
export interface View {
  readonly rows: readonly string[] | undefined;
  readonly columns: readonly string[] | undefined;
  readonly table: readonly string[] | undefined;
  readonly metrics: readonly string[] | undefined;
  readonly filters: readonly string[];
  readonly baseline: string | undefined;
}

/** All questions, all cells. */
export const wholeRun: View = {
  rows: undefined,
  columns: undefined,
  table: undefined,
  metrics: undefined,
  filters: [],
  baseline: undefined,
};

/** Reads a run, and makes what is published of it. @throws {BadInput} */
export function publication(folder: string, view: View = wholeRun): Publication {
  const run = readRun(folder);
  const cells = filterCells(run.cells, view.filters);
  const measures = isChosen(view) ? chosenMeasures(run, view) : undefined;
  const sections = measures
    ? [chosenSection(run, cells, view, measures)]
    : answers({ run, cells, baseline: view.baseline });
  return {
    run,
    title: titleOf(run, cells),
    filters: view.filters,
    cells,
    findings: findings(run, cells),
    reading: [...reading(run, sections), ...(cells.length > mostDrawn ? [undrawn(cells.length)] : [])],
    sections: withUniqueIds(sections),
    chosen: measures,
  };
}

/** For so many cells charts are drawn, and the page has samples: each work has a chart, and drawing it takes some milliseconds. */
export const mostDrawn = 2000;

function undrawn(cells: number): string {
  return `Charts and distributions are of the first ${mostDrawn} of ${cells} cells; publish.mjs --filter shows others.`;
}

/** Whether the reader has laid out tables of their own. */
function isChosen({ rows, columns, table, metrics }: View): boolean {
  return [rows, columns, table, metrics].some((option) => option !== undefined);
}

function chosenMeasures(run: Run, { metrics }: View): readonly Measure[] {
  return metrics?.map((name) => findMeasure(run, name)) ?? [ownMeasure("median_ms")];
}

/** One question: the reader's own. */
function chosenSection(
  run: Run,
  cells: readonly PublishedCell[],
  view: View,
  measures: readonly Measure[],
): Section {
  const { rows = ["work", "config"], columns = ["label"], table = [], baseline } = view;
  const known = columnsOf(cells);
  for (const [option, given] of Object.entries({ rows, columns, table })) {
    for (const column of given) checkColumn(column, known, `--${option}`);
  }
  const twice = [...rows, ...columns, ...table].find((column, index, all) => all.indexOf(column) !== index);
  if (twice !== undefined) {
    throw new BadInput(`Column "${twice}" stands in two of --rows, --columns and --table; it can be in one`);
  }
  const tables = measures.flatMap((measure): Table[] =>
    project(run, cells, {
      id: measure.name,
      title: measures.length > 1 ? measure.title : "",
      table,
      rows,
      columns,
      measure,
      baseline,
      mean: true,
    }),
  );
  return {
    id: "chosen",
    title: `${measures.map(({ title }) => title).join("; ")}: ${rows.join(", ")} by ${columns.join(", ")}`,
    tables,
  };
}

function withUniqueIds(sections: readonly Section[]): Section[] {
  const seen = new Map<string, number>();
  return sections.map((section) => ({
    ...section,
    tables: section.tables.map((table) => {
      const count = (seen.get(table.id) ?? 0) + 1;
      seen.set(table.id, count);
      return count === 1 ? table : { ...table, id: `${table.id}-${count}` };
    }),
  }));
}
