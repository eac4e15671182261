import { styleText } from "node:util";
import CliTable from "cli-table3";
import { entryText } from "./entry-text.ts";
import { type Entry, hasRanks, isTextColumn, type Table } from "./table.ts";
import { visibleText } from "./visible-text.ts";

/**
 * Draws a table for the terminal; plain text where `stream` is none, or `NO_COLOR` is set. A star marks who is first,
 * alone or with others; the intervals are in the files.
 */
export function terminalTable(table: Table, stream: NodeJS.WriteStream): string {
  const { title, keys, columns, rows, notes } = table;
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    styleText(format, text, { stream });
  const drawn = new CliTable({
    head: [...keys, ...columns].map((text) => style("dim", visibleText(text))),
    colAligns: [
      ...keys.map(() => "left" as const),
      ...columns.map((_, index) => (isTextColumn(rows, index) ? ("left" as const) : ("right" as const))),
    ],
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: Object.fromEntries(borders.map((name) => [name, ""])),
  });
  const show = (entry: Entry): string => {
    const { main, ratio } = entryText(entry);
    const text = [main, ratio].filter(Boolean).join(" ");
    const rank = entry.kind === "figure" ? entry.rank : undefined;
    return rank?.wins ? style(["bold", "green"], `*${text}${rank.open ? "?" : ""}`) : text;
  };
  for (const [index, { keys: names, entries }] of rows.entries()) {
    const isRepeated = names.length > 1 && rows[index - 1]?.keys[0] === names[0];
    if (!isRepeated && index > 0 && names.length > 1) drawn.push([...keys, ...columns].map(() => ""));
    const shown = names.map((name, place) => (isRepeated && place === 0 ? "" : visibleText(name)));
    drawn.push([...shown, ...entries.map(show)]);
  }
  const reasons = rows.flatMap(({ entries }) => entries.flatMap(reason));
  return [
    ...(title ? [visibleText(title)] : []),
    drawn.toString().replace(/ +$/gm, ""),
    "",
    ...[...legend(table), ...notes, ...new Set(reasons)].map((note) => style("dim", visibleText(note))),
  ].join("\n");
}

function legend({ about, rows }: Table): string[] {
  const star = "* first of those it is compared with; several are a tie, ? if that is not decided.";
  return [about, ...(hasRanks(rows) ? [star] : [])];
}

function reason(entry: Entry): string[] {
  return entry.kind === "absent" && entry.reason ? [`${entry.cell}: ${entry.status}: ${entry.reason}`] : [];
}

const borders = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
];
