import { basename } from "node:path";
import { parse } from "csv-parse/sync";
import { linesOf } from "../files/csv.ts";
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
  const rows: string[][] = [];
  const read = scanCsvFile(path, () => (row) => rows.push(row));
  return read && { ...read, rows };
}

/**
 * The same, row after row, for what has more of them than there should be in memory.
 *
 * @param begin is told the columns, and gives what takes the rows
 */
export function scanCsvFile(
  path: string,
  begin: (columns: readonly string[]) => (row: string[]) => void,
): Omit<CsvFile, "rows"> | undefined {
  const text = textIfThere(path);
  if (text === undefined) return undefined;
  const file = basename(path);
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const gaps = whole.length < text.length ? [`${file}: its last line is cut off, and left out`] : [];
  const records = readRecords(whole, (why) => gaps.push(`${file}: ${why}`));
  const columns = records.next().value ?? [];
  const take = begin(columns);
  let count = 0;
  let lost = 0;
  for (const row of records) {
    count++;
    if (row.length === columns.length) take(row.map(asWritten));
    else lost++;
  }
  if (columns.length === 0) gaps.push(`${file} is empty`);
  if (lost > 0) {
    gaps.push(`${file}: ${lost} of ${count} rows left out, as they do not have ${columns.length} fields`);
  }
  return { columns, gaps };
}

/** Reads a row by the names of its columns; `""` for a column that is not there. */
export function rowReader({
  columns,
}: Pick<CsvFile, "columns">): (row: readonly string[], column: string) => string {
  const indexes = new Map(columns.map((column, index) => [column, index]));
  return (row, column) => row[indexes.get(column) ?? -1] ?? "";
}

function* readRecords(text: string, complain: (why: string) => void): Generator<string[]> {
  if (/["\uFEFF]/.test(text)) yield* parsedRecords(text, complain);
  else for (const line of linesOf(text)) yield line.split(",");
}

function parsedRecords(text: string, complain: (why: string) => void): string[][] {
  const options = { bom: true, relax_column_count: true, skip_empty_lines: true } as const;
  try {
    return parse(text, options);
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1;
    const before = text.split("\n").slice(0, line - 1);
    complain(`cannot be read from line ${line} on (${(error as Error).message.split("\n")[0]})`);
    return before.length === 0 ? [] : parsedRecords(`${before.join("\n")}\n`, () => {});
  }
}

/** Takes off the apostrophe that keeps a spreadsheet from running the text. */
function asWritten(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
