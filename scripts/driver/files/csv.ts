import { Parser } from "@json2csv/plainjs";
import { parse } from "csv-parse/sync";
import { plainNumber } from "./plain-number.ts";

/** A value of a CSV cell. `undefined` and `null` are "not measured": an empty cell. */
type CsvValue = string | number | boolean | null | undefined;

/** One column of a table: its name, with the unit, and where its value comes from. */
export interface Column<Row> {
  readonly name: string;
  readonly value: (row: Row) => CsvValue;
}

/** A table as CSV (RFC 4180), with its header. Text that a spreadsheet would run as a formula is made harmless. */
export function toCsv<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: { header?: boolean } = {},
): string {
  const parser = new Parser<Row, Row>({
    fields: columns.map(({ name, value }) => ({ label: name, value: (row: Row) => harmless(value(row)) })),
    header: options.header ?? true,
    includeEmptyRows: true,
    eol: "\r\n",
    formatters: {
      number: plainNumber,
      string: (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text),
    },
  } as ConstructorParameters<typeof Parser<Row, Row>>[0]);
  const text = parser.parse([...rows]);
  return text === "" ? "" : `${text}\r\n`;
}

/** Reads a CSV with a header. A last row that was cut off, as by `kill -9`, is left out. */
export function fromCsv(text: string): Record<string, string>[] {
  return [...rowsOfCsv(text)];
}

/** The same, row after row: a run of many cells has more samples than there should be rows in memory. */
export function* rowsOfCsv(text: string): Generator<Record<string, string>> {
  const options = { columns: true, bom: true, relax_column_count: true, skip_empty_lines: true } as const;
  // Only what is in quotes needs a parser: without it the samples are read ten times as fast.
  if (/["\uFEFF]/.test(text)) yield* parse<Record<string, string>>(wholeRows(text), options);
  else yield* rowsOfLines(linesOf(text.slice(0, text.lastIndexOf("\n") + 1)));
}

function* rowsOfLines(lines: Generator<string>): Generator<Record<string, string>> {
  const header = lines.next().value?.split(",") ?? [];
  for (const line of lines) {
    const fields = line.split(",");
    const row: Record<string, string> = {};
    for (let index = 0; index < header.length && index < fields.length; index++) {
      row[header[index] ?? ""] = fields[index] ?? "";
    }
    yield row;
  }
}

/** The lines of a text that are not empty, without their ends. */
export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    const line = text.slice(start, text[end - 1] === "\r" ? end - 1 : end);
    if (line !== "") yield line;
    start = end + 1;
  }
}

/** The text up to the last end of a line that is not within quotes. */
function wholeRows(text: string): string {
  let isQuoted = false;
  let end = 0;
  for (const { 0: character, index } of text.matchAll(/["\n]/g)) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted) end = index + 1;
  }
  return text.slice(0, end);
}

function harmless(value: CsvValue): CsvValue {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return typeof value === "string" ? harmlessText(value) : value;
}

/** Text as it stands in a CSV: with a `'` before it where a spreadsheet would take it for a formula. */
export function harmlessText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
