import { significant } from "../digits.ts";
import { ownMeasure } from "../measure.ts";
import type { PublishedCell } from "../published-cell.ts";
import type { Evidence, Finding } from "./evidence.ts";
import { listed } from "./words.ts";

/** What the first use of an executor costs, and how much memory it takes, with the threads that fill the machine. */
export function startFindings({ run, cells, fullThreads }: Evidence): Finding[] {
  const full = cells.filter(({ executor, threads }) => executor !== "inline" && threads === fullThreads);
  const value = (name: string) => (cell: PublishedCell) => {
    const figure = ownMeasure(name).figure(run, cell);
    return figure?.interval && figure.value;
  };
  return [...Map.groupBy(full, ({ config }) => config)].flatMap(([config, group]) => [
    ...ranges(group, value("start_ms"), "ms").map((shown) => ({
      topic: `Starting ${config}`,
      text: `The first group in a new one, less the same group warm: ${shown}.`,
    })),
    ...ranges(group, value("peak_rss_mb"), "MiB").map((shown) => ({
      topic: `Memory with ${config}`,
      text: `Peak of a process: ${shown}.`,
    })),
  ]);
}

/** For each runtime, the smallest and the largest value over the workloads, of those with an interval. */
function ranges(
  cells: readonly PublishedCell[],
  value: (cell: PublishedCell) => number | undefined,
  unit: string,
): string[] {
  const parts = [...Map.groupBy(cells, ({ label }) => label)].flatMap(([label, group]) => {
    const values = group.flatMap((cell) => value(cell) ?? []);
    if (values.length === 0) return [];
    const [low, high] = [Math.min(...values), Math.max(...values)].map((each) => significant(each, 2));
    return `${label} ${low === high ? low : `${low} to ${high}`} ${unit}`;
  });
  return parts.length > 0 ? [listed(parts, 6)] : [];
}
