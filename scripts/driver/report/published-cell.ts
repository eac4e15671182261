import type { CsvFile } from "./csv-file.ts";
import { csvNumber } from "./csv-number.ts";

/** A row of `summary.csv`, with names for what several columns say together. */
export interface PublishedCell {
  readonly id: string;
  /** Runtime and version as the run names them: `node@26.10.0`. */
  readonly label: string;
  /** Workload with tasks and size: `sum-of-squares 10×5,000,000`. */
  readonly work: string;
  /** Executor with its threads: `inline`, `pool-2`. */
  readonly config: string;
  readonly executor: string;
  readonly threads: number;
  /** `ok`, or why it has no figures; a row that says `ok` beside what is no time has none. */
  readonly status: string;
  readonly error: string;
  /** All columns and the three above, as text. */
  readonly texts: ReadonlyMap<string, string>;
  /** Every column that holds a number; none where the cell is not `ok`. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Columns that name a cell, made from others. */
export const derivedColumns = ["label", "work", "config"] as const;

/** Columns that say which cell a row is; all others hold what was measured. */
export const namingColumns: readonly string[] = [
  ...["run", "cell", "runtime", "version", "engine", "workload", "executor", "threads", "tasks", "size"],
  ...["status", "error", "checksum", "processes", "samples", "machine"],
];

/** Makes the cells of `summary.csv`. */
export function publishedCells({ columns, rows }: CsvFile): PublishedCell[] {
  return rows.map((row) =>
    publishedCell(new Map(columns.map((column, index) => [column, row[index] ?? ""]))),
  );
}

/** The cell of another executor, or of another runtime, for the same work. */
export function counterpart(
  cells: ReadonlyMap<string, PublishedCell>,
  { label, work, executor, threads }: PublishedCell,
  other: { label?: string; executor?: string; threads?: number },
): PublishedCell | undefined {
  return cells.get(cellKey({ label, work, executor, threads, ...other }));
}

/** What tells a cell from all others of its run. */
export function cellKey({
  label,
  work,
  executor,
  threads,
}: Pick<PublishedCell, "label" | "work" | "executor" | "threads">): string {
  return JSON.stringify([label, work, executor, threads]);
}

function publishedCell(row: ReadonlyMap<string, string>): PublishedCell {
  const text = (column: string): string => row.get(column) ?? "";
  const said = text("status") || (text("median_ms") ? "ok" : "not measured");
  const isTimeless = said === "ok" && row.has("median_ms") && !((csvNumber(text("median_ms")) ?? 0) > 0);
  const status = isTimeless ? "no time" : said;
  const error = isTimeless ? `its median_ms is ${text("median_ms") || "empty"}` : text("error");
  const executor = text("executor");
  const config = executor === "inline" || executor === "" ? executor : `${executor}-${text("threads")}`;
  const names = { label: label(text), work: work(text), config };
  return {
    id: text("cell") || [text("workload"), names.label, config].join("/"),
    ...names,
    executor,
    threads: Number(text("threads") || Number.NaN),
    status,
    error,
    texts: new Map([...row, ["status", status], ...Object.entries(names)]),
    numbers: new Map(status === "ok" ? [...row].flatMap(measured) : []),
  };
}

function measured([column, text]: readonly [string, string]): (readonly [string, number])[] {
  const value = csvNumber(text);
  return value === undefined ? [] : [[column, value]];
}

/** As the cell's name has it, which also tells two specs of one version apart. */
function label(text: (column: string) => string): string {
  const [start, end] = [
    `${text("workload")}/`,
    `/${text("executor")}-${text("threads")}/${text("tasks")}x${text("size")}`,
  ];
  const cell = text("cell");
  if (cell.startsWith(start) && cell.endsWith(end) && cell.length > start.length + end.length) {
    return cell.slice(start.length, -end.length);
  }
  return text("version") ? `${text("runtime")}@${text("version")}` : text("runtime");
}

function work(text: (column: string) => string): string {
  const sizes = [text("tasks"), text("size")].filter(Boolean).map(grouped).join("×");
  return sizes ? `${text("workload")} ${sizes}` : text("workload");
}

function grouped(digits: string): string {
  return /^\d+$/.test(digits) ? BigInt(digits).toLocaleString("en") : digits;
}
