import type { PublishedCell } from "./published-cell.ts";
import { scopeOf } from "./scope.ts";
import type { Table } from "./table.ts";

/** Cells that failed, timed out, are not supported or not installed: as one table, or none. */
export function troubleTable(cells: readonly PublishedCell[]): Table[] {
  const troubled = cells.filter(({ status }) => status !== "ok");
  if (troubled.length === 0) return [];
  return [
    {
      id: "trouble",
      title: "",
      about: "No time of these is published, nor counted in any mean.",
      keys: ["workload", "runtime", "executor"],
      isGrouped: true,
      columns: ["status", "reason"],
      rows: troubled.map(({ work, label, config, status, error }) => ({
        keys: [work, label, config],
        kind: "cells",
        entries: [
          { kind: "text", text: status },
          { kind: "text", text: error },
        ],
      })),
      notes: [],
      scope: scopeOf(troubled),
    },
  ];
}
