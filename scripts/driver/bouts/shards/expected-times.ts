import { existsSync } from "node:fs";
import { join } from "node:path";
import { BadInput } from "../../command-line/bad-input.ts";
import { fromCsv } from "../../files/csv.ts";
import { textIfThere } from "../../files/read-file.ts";
import { mean } from "../../statistics/median.ts";
import { type CellName, formatCell, type KnownCell, parseCell } from "../contender.ts";
import { knownTimes } from "./known-times.ts";

/** How long a process of a workload takes of which nothing is known, in seconds. */
const usualSeconds = 1.5;

/**
 * How long one process of a cell takes, about, in seconds: as in an earlier run, where there is one that had the same cell, the same one
 * under other releases, or at least the workload; else as the workload is known for.
 *
 * @param run folder of the earlier run
 * @throws {BadInput} where there is no run
 */
export function expectedTimes(run: string | undefined): (cell: KnownCell) => number {
  const earlier = run === undefined ? [] : earlierTimes(run);
  return (cell) => {
    for (const times of earlier) {
      const seconds = times.get(cell);
      if (seconds !== undefined) return seconds;
    }
    const { inline, threads = inline } = knownTimes[cell.workload.name] ?? { inline: usualSeconds };
    return cell.executor === "inline" ? inline : threads;
  };
}

/** How the times of a run are looked up, the closest way first. */
const ways: readonly ((cell: CellName) => string)[] = [
  (cell) => formatCell(cell),
  ({ runtime: _, variant: __, ...name }) => formatCell(name),
  ({ workload, executor }) => `${workload} ${executor}`,
  ({ workload }) => workload,
];

function earlierTimes(run: string): { get(cell: KnownCell): number | undefined }[] {
  const file = join(run, "processes.csv");
  if (!existsSync(file)) {
    throw new BadInput(`--times ${run}: there is no processes.csv in it; expected the folder of a run`);
  }
  const rows = fromCsv(textIfThere(file) ?? "").flatMap(({ cell = "", took_ms: took }) => {
    const name = parseCell(cell);
    return name === undefined || !took ? [] : { name, seconds: Number(took) / 1000 };
  });
  return ways.map((way) => {
    const groups = Map.groupBy(rows, ({ name }) => way(name));
    const means = new Map(
      [...groups].map(([key, same]) => [key, mean(same.map(({ seconds }) => seconds))] as const),
    );
    return { get: (cell) => means.get(way(nameOf(cell))) };
  });
}

function nameOf({ runtime, workload, executor, threads, tasks, size }: KnownCell): CellName {
  return { workload: workload.name, runtime: runtime.label, executor, threads, tasks, size };
}
