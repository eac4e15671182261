import { formatCell } from "../../bouts/contender.ts";
import type { MeasuredCell, MeasuredRun } from "./measured-run.ts";

/** The same work in both runs. */
export interface MatchedCell {
  readonly old: MeasuredCell;
  readonly new: MeasuredCell;
}

/** What two runs have in common, and what they have not. */
export interface MatchedRuns {
  readonly matched: readonly MatchedCell[];
  /** The cells that only the first run has. */
  readonly onlyOld: readonly MeasuredCell[];
  /** The cells that only the second run has. */
  readonly onlyNew: readonly MeasuredCell[];
}

/**
 * Finds the cells that both runs have. A runtime is matched with the same release where the other run has it; else with
 * the one release of the same name, such as `node@22.20.0` with `node@24.11.0`.
 */
export function matchCells(before: MeasuredRun, after: MeasuredRun): MatchedRuns {
  const [first, second] = [releasesOf(before), releasesOf(after)];
  const counterpart = (release: string): string | undefined => {
    if (second.has(release)) return release;
    const likely = [...second].filter((other) => nameOf(other) === nameOf(release) && !first.has(other));
    return likely.length === 1 ? likely[0] : undefined;
  };
  const others = new Map(after.cells.map((cell) => [key(cell, cell.cell.runtime), cell]));
  const matched: MatchedCell[] = [];
  const found = new Set<MeasuredCell>();
  const onlyOld: MeasuredCell[] = [];
  for (const old of before.cells) {
    const own = others.get(key(old, counterpart(old.cell.runtime)));
    if (own === undefined) {
      onlyOld.push(old);
    } else {
      matched.push({ old, new: own });
      found.add(own);
    }
  }
  return { matched, onlyOld, onlyNew: after.cells.filter((cell) => !found.has(cell)) };
}

function releasesOf({ cells }: MeasuredRun): Set<string> {
  return new Set(cells.map(({ cell }) => cell.runtime));
}

function key({ cell }: MeasuredCell, runtime: string | undefined): string | undefined {
  return runtime && formatCell({ ...cell, runtime });
}

function nameOf(release: string): string {
  return release.split("@", 1)[0] ?? release;
}
