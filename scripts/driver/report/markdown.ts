import { markdownTable } from "markdown-table";
import type { Chart } from "./charts/chart.ts";
import { entryText } from "./entry-text.ts";
import { asCode, asData } from "./markdown-text.ts";
import { methodOf } from "./method.ts";
import { momentText, type Provenance, provenanceText } from "./provenance.ts";
import type { Publication } from "./publication.ts";
import type { Section } from "./questions.ts";
import { type Entry, goesOn, isTextColumn, type Table } from "./table.ts";

/** Tables with more rows than this are folded up. */
const longTable = 60;

/**
 * `README.md` of a run: the findings, the tables, and what one has to know to judge them and to repeat them.
 *
 * @param files the names of what was written beside it
 * @param charts those that are among the files, in `charts/`
 */
export function markdownReport(
  { run, title, filters, findings, reading, sections, chosen }: Publication,
  files: readonly string[],
  charts: readonly Chart[] = [],
): string {
  const { provenance, gaps } = run;
  const blocks = [
    `# ${asData(title)}`,
    bullets(findings),
    filters.length > 0 ? `Only the cells with ${asData(filters.join("; "))}.` : "",
    bullets(gaps.map((gap) => `Incomplete: ${gap}`)),
    files.includes("index.html") ? "The same with charts and every cell: [index.html](index.html)." : "",
    reading.length > 0 ? asData(`In the tables: ${reading.join(" ")}`) : "",
    ...sections.flatMap(({ id, title, tables }) => [
      `## ${asData(title)}`,
      images(charts.filter(({ question }) => question === id)),
      ...tables.map((table) => tableBlock(table, chosen !== undefined)),
    ]),
    sections.length === 0 ? "There is nothing to show: no cell was measured." : "",
    `## Method\n\n${bullets(methodOf(run))}`,
    `## Machine and run\n\n${machine(provenance, files)}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

/** Tables alone, under a heading for each section, with where its figures come from. */
export function tablesMarkdown(
  title: string,
  sections: readonly Section[],
  provenance: (section: string) => Provenance,
  gaps: readonly string[],
): string {
  const blocks = [
    `# ${asData(title)}`,
    bullets(gaps.map((gap) => `Incomplete: ${gap}`)),
    ...sections.flatMap(({ id, title, tables }) => [
      `## ${asData(title)}`,
      asData(provenanceText(provenance(id))),
      ...tables.map((table) => tableBlock(table, true)),
    ]),
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

/** @param hasReasons whether it says why a figure is not there; else another table does */
function tableBlock(table: Table, hasReasons: boolean): string {
  const { title, about, notes, rows } = table;
  const reasons = hasReasons ? rows.flatMap(({ entries }) => entries.flatMap(reason)) : [];
  const text = [asData(about), markdownOf(table), bullets([...notes, ...new Set(reasons)].slice(0, 20))]
    .filter(Boolean)
    .join("\n\n");
  const heading = title ? `### ${asData(title)}\n\n` : "";
  if (rows.length <= longTable) return `${heading}${text}`;
  return `${heading}<details><summary>${rows.length} rows</summary>\n\n${text}\n\n</details>`;
}

/** The first charts of a question; all are in `charts/`. */
function images(charts: readonly Chart[]): string {
  return charts
    .slice(0, 4)
    .map(({ id, title }) => `![${asData(title)}](charts/${id}.svg)`)
    .join("\n");
}

/** A table in Markdown, without what is said around it. */
export function markdownOf(table: Table): string {
  const { keys, columns, rows } = table;
  return markdownTable(
    [
      [...keys, ...columns].map(asData),
      ...rows.map((row, index) => [
        ...row.keys.map((key, place) => (place === 0 && goesOn(table, index) ? "" : asData(key))),
        ...row.entries.map(entryMarkdown),
      ]),
    ],
    {
      align: [
        ...keys.map(() => "left"),
        ...columns.map((_, index) => (isTextColumn(rows, index) ? "left" : "right")),
      ],
    },
  );
}

function entryMarkdown(entry: Entry): string {
  const { main, spread, rank, ratio, isFirst } = entryText(entry);
  return [
    isFirst ? `**${asData(main)}**` : entry.kind === "absent" ? `*${asData(main)}*` : asData(main),
    asData(spread),
    rank ? `(${rank})` : "",
    asData(ratio),
  ]
    .filter(Boolean)
    .join(" ");
}

function reason(entry: Entry): string[] {
  if (entry.kind !== "absent" || entry.reason === "") return [];
  return [`Not there: ${entry.cell}: ${entry.status}: ${entry.reason}`];
}

function machine(provenance: Provenance, files: readonly string[]): string {
  const { run, machine, runtimes, started, finished, command, seed, suite, settings } = provenance;
  const unknown = "not known";
  const rows = [
    ["Run", asData(run)],
    ["Command", command ? asCode(command) : unknown],
    ["Seed", asData(seed) || unknown],
    ["Machine", asData(machine) || unknown],
    ["Runtimes", asData(runtimes.join(", ")) || unknown],
    ["Started", asData(momentText(started)) || unknown],
    ["Finished", asData(momentText(finished)) || "not finished"],
    ["worker-matrix", asData(suite) || unknown],
    ...settings.map(([name, value]) => [asData(name), asData(value)]),
    ["Files", asData(files.join(", "))],
  ];
  return rows.map(([name, value]) => `- ${name}: ${value}`).join("\n");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${asData(line)}`).join("\n");
}
