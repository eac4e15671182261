import { styleText } from "node:util";
import CliTable from "cli-table3";
import { entryText } from "./entry-text.ts";
import { type Entry, goesOn, isTextColumn, type Table } from "./table.ts";
import { visibleText } from "./visible-text.ts";

/**
 * Draws a table for the terminal; plain text where `stream` is none, or `NO_COLOR` is set. A star marks who is first,
 * alone or with others; the intervals are in the files.
 *
 * @param hasReasons whether it says why a figure is not there
 */
export function terminalTable(table: Table, stream: NodeJS.WriteStream, hasReasons = true): string {
  const { title, keys, columns, rows, notes, isGrouped } = table;
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
  const isVerdict = keys[0] === "verdict";
  for (const [index, { keys: names, entries }] of rows.entries()) {
    const isRepeated = goesOn(table, index);
    if (!isRepeated && index > 0 && isGrouped) drawn.push([...keys, ...columns].map(() => ""));
    const shown = names.map((name, place) => {
      const text = isRepeated && place === 0 ? "" : visibleText(name);
      const colour = isVerdict && place === 0 ? colours[name] : undefined;
      return colour ? style(colour, text) : text;
    });
    drawn.push([...shown, ...entries.map(show)]);
  }
  const reasons = hasReasons ? rows.flatMap(({ entries }) => entries.flatMap(reason)) : [];
  const below = [...legend(table), ...notes, ...new Set(reasons)].map((note) =>
    style("dim", visibleText(note)),
  );
  return [
    ...(title ? [visibleText(title)] : []),
    drawn.toString().replace(/ +$/gm, ""),
    ...(below.length > 0 ? ["", ...below] : []),
  ].join("\n");
}

function legend({ about, rows }: Table): string[] {
  const star = "* first of those it is compared with; several are a tie, ? if that is not decided.";
  const hasStar = rows.some(({ entries }) =>
    entries.some((each) => each.kind === "figure" && each.rank?.wins),
  );
  return [...(about ? [about] : []), ...(hasStar ? [star] : [])];
}

const colours: Readonly<Record<string, Parameters<typeof styleText>[0]>> = {
  broke: ["bold", "red"],
  slower: ["bold", "red"],
  failed: "red",
  inconclusive: "yellow",
  fixed: "green",
  faster: "green",
};

function reason(entry: Entry): string[] {
  return entry.kind === "absent" && entry.reason ? [`${entry.cell}: ${entry.status}: ${entry.reason}`] : [];
}

const borders = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
];
