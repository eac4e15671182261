import { type CellJudgement, pairsForFailures } from "./judge-cell.ts";
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
 * Chooses what the next round measures. Nothing is spent on the settled cells.
 *
 * Where the time is short, rather few cells with enough pairs than many with too few: first all get one pair,
 * which shows what is broken; then the cells that need the least time are brought to the fewest pairs that can say
 * anything, and beside them, where there is time for all, those that wait for their confirmation already; then those come four
 * times as often as the undecided, since a few pairs decide there. Metrics wait until the times are decided.
 *
 * @param leftMs how much of the budget is left
 */
export function nextRound<Cell>(candidates: readonly Candidate<Cell>[], leftMs: number): Cell[] {
  const fresh = candidates.filter(({ pairs, next }) => pairs === 0 && next !== "settled");
  if (fresh.length > 0) return fresh.map(({ cell }) => cell);
  const flagged = candidates.filter(({ next }) => next === "confirm");
  const searching = candidates.filter(({ next }) => next === "search");
  const begun = searching.filter(({ pairs }) => pairs < fewestPairs);
  if (begun.length > 0) {
    const rounds = fewestPairs - Math.min(...begun.map(({ pairs }) => pairs));
    const hasTime = begun.reduce((ms, each) => ms + toFewest(each), rounds * costOf(flagged)) <= leftMs;
    const urgent = hasTime ? flagged : flagged.filter(({ pairs }) => pairs < pairsForFailures);
    return [...urgent, ...affordable(begun, leftMs)].map(({ cell }) => cell);
  }
  if (flagged.length + searching.length > 0) {
    return [...new Array<typeof flagged>(4).fill(flagged).flat(), ...searching].map(({ cell }) => cell);
  }
  return candidates.filter(({ next }) => next === "metrics").map(({ cell }) => cell);
}

/** How long one pair of each takes. */
function costOf(candidates: readonly Candidate<unknown>[]): number {
  return candidates.reduce((ms, { pairMs = 0 }) => ms + pairMs, 0);
}

/** What is left is not planned to the last second: pairs take longer when others use the machine. */
const reserve = 1.2;

/** How long it takes to bring a cell to the fewest pairs. */
function toFewest({ pairs, pairMs = 0 }: Candidate<unknown>): number {
  return reserve * (fewestPairs - pairs) * pairMs;
}

/** As many of the cells as can be brought to the fewest pairs, those that need the least time first; one at least. */
function affordable<Cell>(begun: readonly Candidate<Cell>[], leftMs: number): Candidate<Cell>[] {
  const costs = begun
    .map((candidate) => ({ candidate, ms: toFewest(candidate) }))
    .sort((a, b) => a.ms - b.ms);
  let left = leftMs;
  return costs.flatMap(({ candidate, ms }, index) => {
    left -= ms;
    return left >= 0 || index === 0 ? candidate : [];
  });
}
