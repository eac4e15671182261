import { join } from "node:path";
import type { RunFolder } from "../bouts/run-folder.ts";
import { firstRows } from "./first-rows.ts";
import { publication, wholeRun } from "./publication.ts";
import { terminalTable } from "./terminal-table.ts";
import { visibleText } from "./visible-text.ts";
import { defaultFormats, writePublication } from "./write-publication.ts";

/** What a workload shows, from the files of a run that goes on; why a cell failed is said when it does. */
export function workloadTable(path: string, workload: string, stream: NodeJS.WriteStream): string {
  const { sections } = publication(path, { ...wholeRun, filters: [`workload=${workload}`] });
  const [table] = sections.find(({ id }) => id === "overview")?.tables ?? [];
  return table === undefined ? "" : terminalTable(table, stream, false);
}

/**
 * Ends a run: its report in its folder, made from its files alone; on `stream` its table, the workloads' own figures,
 * and where everything is.
 */
export function publishRun({ path, shownPath }: RunFolder, stream: NodeJS.WriteStream): void {
  const made = publication(path);
  const files = writePublication(made, defaultFormats);
  const tablesOf = (question: string) => made.sections.find(({ id }) => id === question)?.tables ?? [];
  const tables = [...tablesOf("overview").slice(0, 1), ...tablesOf("figures")];
  for (const [index, table] of tables.entries()) {
    stream.write(`\n${terminalTable(firstRows(table), stream, index === 0)}\n`);
  }
  stream.write(
    `\n${[made.title, ...made.findings.map((text) => `- ${text}`)].map(visibleText).join("\n")}\n\n`,
  );
  stream.write(
    `${shownPath}: summary.csv, comparisons.csv, samples.csv, processes.csv, metrics.csv, environment.json, ${files.join(", ")}\n`,
  );
  if (files.includes("index.html")) stream.write(`Open ${join(shownPath, "index.html")}\n`);
}
