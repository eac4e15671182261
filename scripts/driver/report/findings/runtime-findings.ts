import type { Table } from "../table.ts";
import type { Evidence, Finding } from "./evidence.ts";
import { isOpen, listed, ratioText } from "./words.ts";

/** Which runtime is fastest: inline, and with the threads that fill the machine; and how late its event loop is. */
export function runtimeFindings({ sections, fullThreads, cells }: Evidence): Finding[] {
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
      .flatMap((table) => finding(`Fastest, ${table.title}`, [...firsts(table), ...means(table)])),
    ...tables("event-loop").flatMap((table) => finding(`Event loop, ${table.title}`, firsts(table))),
  ];
}

function finding(topic: string, sentences: readonly string[]): Finding[] {
  return sentences.length > 0 ? [{ topic, text: sentences.join(" ") }] : [];
}

/** Who is first, alone or with others, in how many rows. */
function firsts({ rows, columns }: Table): string[] {
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
  return [`First of ${ranked.length} ranked ${ranked.length === 1 ? "row" : "rows"}: ${parts.join("; ")}.`];
}

/** The means of the ratios, as far as they have intervals. */
function means({ rows, columns }: Table): string[] {
  return rows
    .filter(({ kind }) => kind === "mean")
    .flatMap(({ entries, keys }) => {
      const ratios = entries.flatMap((entry, index) => {
        if (entry.kind !== "figure" || entry.figure.interval === undefined) return [];
        const { low, high } = entry.figure.interval;
        if (low === 1 && high === 1) return [];
        const open = isOpen(entry.figure) ? ", no difference shown" : "";
        return `${columns[index]} ${ratioText(entry.figure)}${open}`;
      });
      const baseline = (keys[0] ?? "").replace("geometric mean, ratio to ", "");
      return ratios.length > 0 ? `Time against ${baseline}, in geometric mean: ${ratios.join("; ")}.` : [];
    });
}
