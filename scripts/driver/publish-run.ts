import { join } from "node:path";
import { publication } from "./publish/publication.ts";
import { defaultFormats, writePublication } from "./publish/write-publication.ts";
import type { RunRecord } from "./run-record.ts";
import { terminalTable } from "./terminal-table.ts";

/** Ends a run: its report in its folder, made from its files alone; its table, and where everything is, on `stream`. */
export function publishRun({ folder, shownFolder }: RunRecord, stream: NodeJS.WriteStream): void {
  const made = publication(folder);
  const files = writePublication(made, defaultFormats);
  const table = made.sections.find(({ id }) => id === "overview")?.tables[0];
  if (table) stream.write(`\n${terminalTable(table, stream)}\n\n`);
  stream.write(
    `${shownFolder}: summary.csv, samples.csv, metrics.csv, environment.json, ${files.join(", ")}\n`,
  );
  if (files.includes("index.html")) stream.write(`Open ${join(shownFolder, "index.html")}\n`);
}
