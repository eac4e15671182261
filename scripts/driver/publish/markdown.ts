import { markdownTable } from "markdown-table";
import { entryText } from "./entry-text.ts";
import { momentText, type Provenance, provenanceText } from "./provenance.ts";
import type { Publication } from "./publication.ts";
import { type Entry, scopeText, type Table } from "./table.ts";
import { visibleText } from "./visible-text.ts";

/** Tables with more rows than this are folded up. */
const longTable = 60;

/**
 * `README.md` of a run: the findings, the tables, and what one has to know to judge them and to repeat them.
 *
 * @param files the names of what was written beside it
 */
export function markdownReport({ run, findings, sections }: Publication, files: readonly string[]): string {
  const { provenance, gaps } = run;
  const blocks = [
    `# ${data(provenance.run)}`,
    files.includes("index.html") ? "The same with charts and every cell: [index.html](index.html)." : "",
    bullets(gaps.map((gap) => `Incomplete: ${gap}`)),
    findings.length > 0 ? `## Findings\n\n${bullets(findings)}` : "",
    ...sections.flatMap(({ title, tables }) => [
      `## ${data(title)}`,
      ...tables.map((table) => tableBlock(table, provenance)),
    ]),
    sections.length === 0 ? "There is nothing to show: no cell was measured." : "",
    `## Method\n\n${bullets(method)}`,
    `## Machine and run\n\n${machine(provenance, files)}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

/** How the figures come about; the page says the same. */
export const method: readonly string[] = [
  "Each process measures one cell. Rounds of all cells are run one after the other, each round in a random order of its own, so that what drifts hits all cells alike.",
  "A time is the median over the processes of each process's median of its warm samples: the process is the sampling unit. Its 95 % interval runs from one order statistic of the processes' medians to another (binomial distribution), and takes 6 processes at least.",
  "Ranks: figures whose intervals overlap the first one's share its place. Nothing is called faster than what it overlaps.",
  "A ratio's interval, and that of a geometric mean of ratios, follows from the intervals of the two times on the logarithms (MOVER: Zou and Donner, Statistics in Medicine 27, 2008), cells being independent.",
  "A figure has as many digits as its interval justifies; three where there is none. A cell whose result was wrong has no time.",
];

function tableBlock(table: Table, provenance: Provenance): string {
  const { title, about, notes, rows, scope } = table;
  const reasons = rows.flatMap(({ entries }) => entries.flatMap(reason));
  const source = `<sub>${data([scopeText(scope), provenanceText(provenance)].filter(Boolean).join(" · "))}</sub>`;
  const text = [data(about), tableText(table), bullets([...notes, ...new Set(reasons)].slice(0, 20)), source]
    .filter(Boolean)
    .join("\n\n");
  const heading = title ? `### ${data(title)}\n\n` : "";
  if (rows.length <= longTable) return `${heading}${text}`;
  return `${heading}<details><summary>${rows.length} rows</summary>\n\n${text}\n\n</details>`;
}

function tableText({ keys, columns, rows }: Table): string {
  return markdownTable(
    [
      [...keys, ...columns].map(data),
      ...rows.map((row, index) => {
        const above = rows[index - 1]?.keys;
        const isRepeated = row.keys.length > 1 && above?.[0] === row.keys[0];
        return [
          ...row.keys.map((key, place) => (isRepeated && place === 0 ? "" : data(key))),
          ...row.entries.map(entryMarkdown),
        ];
      }),
    ],
    {
      align: [
        ...keys.map(() => "left"),
        ...columns.map((_, index) => (isTextColumn(rows, index) ? "left" : "right")),
      ],
    },
  );
}

/** Whether a column has texts only. */
export function isTextColumn(rows: Table["rows"], index: number): boolean {
  return rows.every(({ entries }) => entries[index]?.kind === "text" || entries[index]?.kind === "none");
}

function entryMarkdown(entry: Entry): string {
  const { main, spread, rank, ratio, isFirst } = entryText(entry);
  return [
    isFirst ? `**${data(main)}**` : entry.kind === "absent" ? `*${data(main)}*` : data(main),
    data(spread),
    rank ? `(${rank})` : "",
    data(ratio),
  ]
    .filter(Boolean)
    .join(" ");
}

function reason(entry: Entry): string[] {
  if (entry.kind !== "absent" || entry.reason === "") return [];
  return [`Not there: ${entry.cell}: ${entry.status}: ${entry.reason}`];
}

function machine(provenance: Provenance, files: readonly string[]): string {
  const { machine, runtimes, started, finished, command, seed, suite, settings } = provenance;
  const unknown = "not known";
  const rows = [
    ["Command", command ? code(command) : unknown],
    ["Seed", data(seed) || unknown],
    ["Machine", data(machine) || unknown],
    ["Runtimes", data(runtimes.join(", ")) || unknown],
    ["Started", data(momentText(started)) || unknown],
    ["Finished", data(momentText(finished)) || "not finished"],
    ["worker-matrix", data(suite) || unknown],
    ...settings.map(([name, value]) => [data(name), data(value)]),
    ["Files", data(files.join(", "))],
  ];
  return rows.map(([name, value]) => `- ${name}: ${value}`).join("\n");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${data(line)}`).join("\n");
}

/** Text as data: nothing in it is Markdown, HTML or mathematics, and it stays on its line. */
function data(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]<>|#~&$]/g, "\\$&");
}

function code(text: string): string {
  const line = visibleText(text);
  const fence = "`".repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const padding = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}
