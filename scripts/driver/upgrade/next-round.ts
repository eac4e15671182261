import type { CellJudgement } from "./judge-cell.ts";
import { fewestPairs } from "./sequential-test.ts";

/** A cell as the next round sees it. */
export interface Candidate<Cell> {
  readonly cell: Cell;
  readonly next: CellJudgement["next"];
  /** How many pairs it has. */
  readonly pairs: number;
  /** How long one more takes; `undefined` before the first. */
  readonly pairMs: number | undefined;
}

/**
 * Chooses what the next round measures: one pair of each cell that is undecided, and four of each that waits for its
 * confirmation, which soon decides. Nothing is spent on the settled ones.
 *
 * Where the time is short, rather few cells with enough pairs than many with too few: first all get one pair,
 * which shows what is broken; then the cells that need the least time are brought to the fewest pairs that can say
 * anything. Metrics wait until the times are decided.
 *
 * @param leftMs how much of the budget is left
 */
export function nextRound<Cell>(candidates: readonly Candidate<Cell>[], leftMs: number): Cell[] {
  const fresh = candidates.filter(({ pairs, next }) => pairs === 0 && next !== "settled");
  if (fresh.length > 0) return fresh.map(({ cell }) => cell);
  const flagged = candidates.filter(({ next }) => next === "confirm");
  const searching = candidates.filter(({ next }) => next === "search");
  const begun = searching.filter(({ pairs }) => pairs < fewestPairs);
  const others = begun.length > 0 ? affordable(begun, leftMs) : searching;
  if (flagged.length + others.length > 0) {
    const oftener = Array.from({ length: pairsToConfirm }, () => flagged).flat();
    return [...oftener, ...others].map(({ cell }) => cell);
  }
  const metrics = candidates.filter(({ next }) => next === "metrics");
  return (searching.length > 0 ? [] : metrics).map(({ cell }) => cell);
}

const pairsToConfirm = 4;

/** What is left is not planned to the last second: pairs take longer when others use the machine. */
const reserve = 1.2;

/** As many of the cells as can be brought to the fewest pairs, those that need the least time first; one at least. */
function affordable<Cell>(begun: readonly Candidate<Cell>[], leftMs: number): Candidate<Cell>[] {
  const costs = begun
    .map((candidate) => ({
      candidate,
      ms: reserve * (fewestPairs - candidate.pairs) * (candidate.pairMs ?? 0),
    }))
    .sort((a, b) => a.ms - b.ms);
  let left = leftMs;
  return costs.flatMap(({ candidate, ms }, index) => {
    left -= ms;
    return left >= 0 || index === 0 ? candidate : [];
  });
}
