import { comparisonTable } from "./comparison-table.ts";
import type { Environment } from "./environment.ts";
import { runReadme } from "./run-readme.ts";
import type { RunRecord } from "./run-record.ts";
import { terminalTable } from "./terminal-table.ts";

/** Ends a run: its tables in its folder and on `stream`, and where everything is. */
export function publishRun(record: RunRecord, environment: Environment, stream: NodeJS.WriteStream): void {
  const table = comparisonTable(record.summaries());
  record.write("README.md", runReadme(table, environment));
  stream.write(`\n${terminalTable(table, stream)}\n\n`);
  stream.write(`${record.shownFolder}: summary.csv, samples.csv, metrics.csv, environment.json, README.md\n`);
}
