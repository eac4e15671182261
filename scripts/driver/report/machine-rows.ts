import { type CsvFile, rowReader } from "./csv-file.ts";
import { csvNumber } from "./csv-number.ts";
import type { ProcessValues } from "./process-values.ts";
import type { PublishedCell } from "./published-cell.ts";

/** What one machine measured of a cell: a row of `machines.csv`. */
export interface MachineRow {
  readonly cell: string;
  readonly machine: string;
  readonly processes: string;
  readonly medianMs: number | undefined;
  readonly coldMs: number | undefined;
  readonly peakRssMb: number | undefined;
}

/** Reads `machines.csv`. */
export function machineRows(file: CsvFile): MachineRow[] {
  const read = rowReader(file);
  return file.rows.map((row) => ({
    cell: read(row, "cell"),
    machine: read(row, "machine"),
    processes: read(row, "processes"),
    medianMs: csvNumber(read(row, "median_ms")),
    coldMs: csvNumber(read(row, "cold_ms")),
    peakRssMb: csvNumber(read(row, "peak_rss_mb")),
  }));
}

/** What was measured of each cell on the machine that its figures are of. */
export function onOneMachine(
  processes: ReadonlyMap<string, readonly ProcessValues[]>,
  cells: readonly PublishedCell[],
  file: CsvFile | undefined,
): ReadonlyMap<string, readonly ProcessValues[]> {
  if (file === undefined || !file.columns.includes("machine")) return processes;
  const read = rowReader(file);
  const machines = new Map(file.rows.map((row) => [read(row, "process"), read(row, "machine")]));
  const wanted = new Map(cells.map(({ id, texts }) => [id, texts.get("machine")]));
  return new Map(
    [...processes].map(([cell, all]) => {
      const machine = wanted.get(cell);
      return [cell, machine ? all.filter(({ process }) => machines.get(process) === machine) : all];
    }),
  );
}
