import { styleText } from "node:util";
import CliTable from "cli-table3";
import type { ComparisonTable } from "./comparison-table.ts";

/** Draws a table for the terminal; plain text where `stream` is none, or `NO_COLOR` is set. */
export function terminalTable({ header, rows, notes }: ComparisonTable, stream: NodeJS.WriteStream): string {
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    styleText(format, text, { stream });
  const table = new CliTable({
    head: header.map((text) => style("dim", text)),
    colAligns: header.map((_, index) => (index < 3 ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: Object.fromEntries(borders.map((name) => [name, ""])),
  });
  for (const [index, { texts, fastest, begins }] of rows.entries()) {
    if (begins && index > 0) table.push(header.map(() => ""));
    table.push(
      texts.map((text, column) => (fastest.has(column) ? style(["bold", "green"], `*${text}`) : text)),
    );
  }
  return [table.toString().replace(/ +$/gm, ""), "", ...notes.map((note) => style("dim", note))].join("\n");
}

const borders = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
];
