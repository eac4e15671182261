import { basename } from "node:path";
import { parse } from "csv-parse/sync";
import { textIfThere } from "../files/read-file.ts";

/** A CSV file as far as it could be read, and what of it could not. */
export interface CsvFile {
  readonly columns: readonly string[];
  /** Texts, as many in each row as there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** One sentence for each thing that is wrong with it. */
  readonly gaps: readonly string[];
}

/**
 * Reads a CSV file with a header. Never throws for what is in it: whole rows are kept, the rest is told. A last line
 * without its end may have lost half a number, and counts as cut off.
 *
 * @returns `undefined` where there is no such file
 */
export function readCsvFile(path: string): CsvFile | undefined {
  const text = textIfThere(path);
  if (text === undefined) return undefined;
  const file = basename(path);
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const gaps = whole.length < text.length ? [`${file}: its last line is cut off, and left out`] : [];
  const [header = [], ...records] = readRecords(whole, (why) => gaps.push(`${file}: ${why}`));
  const rows = records.filter(({ length }) => length === header.length);
  if (header.length === 0) gaps.push(`${file} is empty`);
  if (rows.length < records.length) {
    const lost = records.length - rows.length;
    gaps.push(
      `${file}: ${lost} of ${records.length} rows left out, as they do not have ${header.length} fields`,
    );
  }
  return { columns: header, rows: rows.map((row) => row.map(asWritten)), gaps };
}

/** Reads a row by the names of its columns; `""` for a column that is not there. */
export function rowReader({ columns }: CsvFile): (row: readonly string[], column: string) => string {
  const indexes = new Map(columns.map((column, index) => [column, index]));
  return (row, column) => row[indexes.get(column) ?? -1] ?? "";
}

function readRecords(text: string, complain: (why: string) => void): string[][] {
  const options = { bom: true, relax_column_count: true, skip_empty_lines: true } as const;
  try {
    return parse(text, options);
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1;
    const before = text.split("\n").slice(0, line - 1);
    complain(`cannot be read from line ${line} on (${(error as Error).message.split("\n")[0]})`);
    return before.length === 0 ? [] : readRecords(`${before.join("\n")}\n`, () => {});
  }
}

/** Takes off the apostrophe that keeps a spreadsheet from running the text. */
function asWritten(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
