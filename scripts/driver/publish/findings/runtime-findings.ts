import type { Table } from "../table.ts";
import type { Evidence } from "./findings.ts";
import { isOpen, listed, ratioText } from "./words.ts";

/** Which runtime is fastest: inline, and with the threads that fill the machine; and how late its event loop is. */
export function runtimeFindings({ sections, fullThreads, cells }: Evidence): string[] {
  const wanted = new Set(
    cells.flatMap(({ executor, threads, config }) =>
      executor === "inline" || threads === fullThreads ? config : [],
    ),
  );
  const tables = (id: string): readonly Table[] =>
    sections.find((section) => section.id === id)?.tables ?? [];
  return [
    ...tables("runtimes")
      .filter(({ title }) => wanted.has(title))
      .flatMap((table) => [...firsts(table, `Fastest with ${table.title}`), ...means(table)]),
    ...tables("event-loop").flatMap((table) => firsts(table, `Least late by ${table.title}`)),
  ];
}

/** Who is first, alone or with others, in how many rows. */
function firsts({ rows, columns }: Table, start: string): string[] {
  const ranked = rows.flatMap(({ kind, keys, entries }) => {
    const first = entries.flatMap((entry, index) =>
      entry.kind === "figure" && entry.rank?.place === 1 ? (columns[index] ?? "") : [],
    );
    return kind === "cells" && first.length > 0 ? { name: keys.filter(Boolean).join(" "), first } : [];
  });
  if (ranked.length === 0) return [];
  const alone = Map.groupBy(
    ranked.filter(({ first }) => first.length === 1),
    ({ first }) => first[0] ?? "",
  );
  const ties = ranked.filter(({ first }) => first.length > 1);
  const parts = [...alone]
    .toSorted((a, b) => b[1].length - a[1].length)
    .map(
      ([label, won]) =>
        `${label} in ${won.length} (${listed(
          won.map(({ name }) => name),
          3,
        )})`,
    );
  if (ties.length > 0) {
    const shown = ties.map(({ name, first }) => `${name}: ${listed(first, 5)}`);
    parts.push(`a tie in ${ties.length} (${shown.slice(0, 2).join("; ")}${shown.length > 2 ? "; …" : ""})`);
  }
  return [
    `${start}, of ${ranked.length} ranked ${ranked.length === 1 ? "row" : "rows"}: ${parts.join("; ")}.`,
  ];
}

function means({ rows, columns, title }: Table): string[] {
  return rows
    .filter(({ kind }) => kind === "mean")
    .map(({ entries, keys }) => {
      const ratios = entries.flatMap((entry, index) =>
        entry.kind === "figure" && (entry.figure.interval?.low !== 1 || entry.figure.interval.high !== 1)
          ? `${columns[index]} ${ratioText(entry.figure)}${isOpen(entry.figure) ? ", no difference shown" : ""}`
          : [],
      );
      const baseline = (keys[0] ?? "").replace("geometric mean, ratio to ", "");
      return `Over the workloads, in geometric mean with ${title}, time against ${baseline}: ${ratios.join("; ")}.`;
    });
}
