import { significant } from "./digits.ts";
import type { MachineRow } from "./machine-rows.ts";
import type { PublishedCell } from "./published-cell.ts";
import { type Table, textTable } from "./table.ts";

/** The absolute figures of each machine, where a run has several. */
export function machinesTable(
  rows: readonly MachineRow[],
  cells: readonly PublishedCell[],
  machines: readonly string[],
): Table[] {
  const known = new Map(cells.map((cell) => [cell.id, cell]));
  const shown = rows.flatMap((row) => {
    const cell = known.get(row.cell);
    if (cell === undefined) return [];
    const figures = [row.medianMs, row.coldMs, row.peakRssMb].map(significant);
    return [[cell.work, cell.label, cell.config, row.machine, row.processes, ...figures]];
  });
  if (shown.length === 0) return [];
  const keys = ["workload", "runtime", "executor", "machine"];
  const table = textTable("machines", keys, ["processes", "warm, ms", "cold, ms", "peak memory, MiB"], shown);
  const about =
    "Medians over the processes of each machine. All other tables show a workload as the machine has it that measured most of it; ratios are from the bouts of all.";
  return [{ ...table, about, notes: machines }];
}
