import { stripVTControlCharacters, styleText } from "node:util";
import type { Verdict, VerdictRow } from "../judge/verdict.ts";
import { verdictTable, wordColumns } from "./verdict-table.ts";

const colours: Partial<Record<Verdict, Parameters<typeof styleText>[0]>> = {
  broke: ["bold", "red"],
  slower: ["bold", "red"],
  failed: "red",
  inconclusive: "yellow",
  fixed: "green",
  faster: "green",
};

/** Draws the verdicts for the terminal; plain text where `stream` is none, or `NO_COLOR` is set. */
export function drawVerdicts(rows: readonly VerdictRow[], stream: NodeJS.WriteStream): string {
  const { header, rows: tableRows } = verdictTable(rows);
  const lines = [header, ...tableRows.map(({ texts }) => texts)];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (text: string, column: number): string =>
    column < wordColumns ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return lines
    .map((line, index) => {
      const colour = index === 0 ? "dim" : colours[tableRows[index - 1]?.row.verdict ?? "same"];
      // Text that a workload brought, such as the name of a metric, could move the cursor.
      const [first = "", ...rest] = line.map((text, column) => pad(stripVTControlCharacters(text), column));
      const styled = colour === undefined ? first : styleText(colour, first, { stream });
      return [styled, ...rest].join("  ").trimEnd();
    })
    .join("\n");
}
