import type { MeasuredCell, MeasuredRun } from "./measured-run.ts";

/** The same work in both runs. */
export interface MatchedCell {
  readonly old: MeasuredCell;
  readonly new: MeasuredCell;
}

/**
 * Finds the cells that both runs have. A runtime is matched with the same release where the other run has it; else with
 * the one release of the same name, such as `node@22.20.0` with `node@24.11.0`.
 */
export function matchCells(before: MeasuredRun, after: MeasuredRun): MatchedCell[] {
  const [first, second] = [releasesOf(before), releasesOf(after)];
  const counterpart = (release: string): string | undefined => {
    if (second.has(release)) return release;
    const likely = [...second].filter((other) => nameOf(other) === nameOf(release) && !first.has(other));
    return likely.length === 1 ? likely[0] : undefined;
  };
  const others = new Map(after.cells.map((cell) => [key(cell, cell.runtime), cell]));
  return before.cells.flatMap((old): MatchedCell[] => {
    const own = others.get(key(old, counterpart(old.runtime)));
    return own === undefined ? [] : [{ old, new: own }];
  });
}

function releasesOf({ cells }: MeasuredRun): Set<string> {
  return new Set(cells.map(({ runtime }) => runtime));
}

function key({ workload, executor, load }: MeasuredCell, runtime: string | undefined): string {
  return JSON.stringify([workload, executor, load, runtime]);
}

function nameOf(release: string): string {
  return release.split("@", 1)[0] ?? release;
}
