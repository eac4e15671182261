import type { PublishedCell } from "./published-cell.ts";
import type { Range, Scope } from "./table.ts";

/** How much was measured in cells. */
export function scopeOf(cells: readonly PublishedCell[]): Scope {
  return {
    cells: cells.length,
    processes: rangeOf(cells, "processes"),
    samples: rangeOf(cells, "samples"),
  };
}

function rangeOf(cells: readonly PublishedCell[], column: string): Range | undefined {
  const counts = cells.flatMap(({ numbers }) => numbers.get(column) ?? []);
  return counts.length === 0 ? undefined : { min: Math.min(...counts), max: Math.max(...counts) };
}
