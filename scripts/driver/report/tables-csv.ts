import { type Column, toCsv } from "../files/csv.ts";
import { entryText } from "./entry-text.ts";
import type { Provenance } from "./provenance.ts";
import type { Section } from "./questions.ts";
import { type Entry, scopeText, type Table, type TableRow } from "./table.ts";

/** One place of one table. */
interface Place {
  readonly section: Section;
  readonly table: Table;
  readonly row: TableRow;
  readonly column: string;
  readonly entry: Exclude<Entry, { kind: "none" }>;
}

/**
 * `tables.csv`: a row for each place of each table, with the figure as it is, as it is shown, its interval, rank and
 * ratio, and where it comes from.
 *
 * @param provenance of a section, by its id
 */
export function tablesCsv(sections: readonly Section[], provenance: (section: string) => Provenance): string {
  return toCsv(places(sections), columns(provenance));
}

/** `tables.json`: the tables as they are, for programs. */
export function tablesJson(
  sections: readonly Section[],
  findings: readonly string[],
  provenance: Provenance,
  gaps: readonly string[],
): string {
  const tables = sections.map(({ id, title, tables }) => ({
    id,
    title,
    tables: tables.map(({ rows, ...table }) => ({
      ...table,
      rows: rows.map((row) => ({ ...row, entries: row.entries.map(plain) })),
    })),
  }));
  return `${JSON.stringify({ provenance, gaps, findings, questions: tables }, null, 1)}\n`;
}

function plain(entry: Entry): object {
  if (entry.kind === "ratio") {
    const { ratio, ...rest } = entry;
    return { ...rest, ...ratio, shown: entryText(entry).main };
  }
  if (entry.kind !== "figure") return entry;
  const { measure, figure, ...rest } = entry;
  return { ...rest, metric: measure.name, better: measure.better, ...figure, shown: entryText(entry).main };
}

function places(sections: readonly Section[]): Place[] {
  return sections.flatMap((section) =>
    section.tables.flatMap((table) =>
      table.rows.flatMap((row) =>
        row.entries.flatMap((entry, index) =>
          entry.kind === "none" ? [] : { section, table, row, column: table.columns[index] ?? "", entry },
        ),
      ),
    ),
  );
}

function columns(provenance: (section: string) => Provenance): Column<Place>[] {
  const from = ({ section }: Place) => provenance(section.id);
  const figure = ({ entry }: Place) => (entry.kind === "figure" ? entry : undefined);
  const value = ({ entry }: Place) =>
    entry.kind === "figure" ? entry.figure : entry.kind === "ratio" ? entry.ratio : undefined;
  const metric = ({ entry }: Place) =>
    entry.kind === "figure" ? entry.measure.name : entry.kind === "ratio" ? entry.metric : undefined;
  return [
    { name: "run", value: (place) => from(place).run },
    { name: "question", value: ({ section }) => section.id },
    { name: "table", value: ({ table }) => table.id },
    { name: "row", value: ({ row }) => row.keys.filter(Boolean).join(" | ") },
    { name: "column", value: ({ column }) => column },
    { name: "cell", value: ({ entry }) => ("cell" in entry ? entry.cell : undefined) || undefined },
    { name: "metric", value: metric },
    { name: "value", value: (place) => value(place)?.value },
    { name: "ci_low", value: (place) => value(place)?.interval?.low },
    { name: "ci_high", value: (place) => value(place)?.interval?.high },
    { name: "shown", value: ({ entry }) => (entry.kind === "text" ? entry.text : entryText(entry).main) },
    { name: "rank", value: (place) => figure(place)?.rank?.place },
    { name: "shared", value: (place) => figure(place)?.rank?.shared },
    { name: "ratio", value: (place) => figure(place)?.ratio?.value },
    { name: "ratio_low", value: (place) => figure(place)?.ratio?.interval?.low },
    { name: "ratio_high", value: (place) => figure(place)?.ratio?.interval?.high },
    { name: "reason", value: ({ entry }) => (entry.kind === "absent" ? entry.reason : undefined) },
    { name: "measured", value: ({ table }) => scopeText(table.scope) },
    { name: "machine", value: (place) => from(place).machine },
    { name: "started", value: (place) => from(place).started },
    { name: "seed", value: (place) => from(place).seed },
    { name: "command", value: (place) => from(place).command },
  ];
}
