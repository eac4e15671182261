import { type CellJudgement, pairsForFailures } from "../judge/judge-cell.ts";
import { fewestPairs } from "../statistics/sequential-test.ts";

/** A cell as the next round sees it. */
export interface Candidate<Cell> {
  readonly cell: Cell;
  readonly next: CellJudgement["next"];
  /** How many pairs it has. */
  readonly pairs: number;
  /** How long one more takes; `undefined` before the first. */
  readonly pairMs: number | undefined;
  /** As in {@link CellJudgement}. */
  readonly missing: number;
}

/** How much time is left, in milliseconds. */
export interface TimeLeft {
  /** Of the budget. */
  readonly any: number;
  /** With the overtime, which is for what waits to be confirmed. */
  readonly confirming: number;
}

/**
 * Chooses what the next round measures. Nothing is spent on the settled cells.
 *
 * Where the time is short, rather few cells with enough pairs than many with too few: first all get one pair,
 * which shows what is broken; then the cells that need the least time are brought to the fewest pairs that can say
 * anything, and beside them, where there is time for all, those that wait for their confirmation already; then those come four
 * times as often as the undecided, since a few pairs decide there; if not all of them can be looked at again in the time
 * that is left, those for which that takes the least time. Metrics wait until the times are decided.
 */
export function nextRound<Cell>(candidates: readonly Candidate<Cell>[], left: TimeLeft): Cell[] {
  const fresh = candidates.filter(({ pairs, next }) => pairs === 0 && next !== "settled");
  if (fresh.length > 0) return fresh.map(({ cell }) => cell);
  const flagged = candidates.filter(({ next }) => next === "confirm");
  const searching = candidates.filter(({ next }) => next === "search");
  const begun = searching.filter(({ pairs }) => pairs < fewestPairs);
  if (begun.length > 0) {
    const rounds = fewestPairs - Math.min(...begun.map(({ pairs }) => pairs));
    const hasTime = begun.reduce((ms, each) => ms + toFewest(each), rounds * costOf(flagged)) <= left.any;
    const urgent = hasTime ? flagged : flagged.filter(({ pairs }) => pairs < pairsForFailures);
    return [...urgent, ...affordable(begun, toFewest, left.any)].map(({ cell }) => cell);
  }
  if (flagged.length + searching.length > 0) {
    const confirming = affordable(flagged, toNextLook, left.confirming);
    return [...new Array<typeof flagged>(4).fill(confirming).flat(), ...searching].map(({ cell }) => cell);
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

/** How long it takes until it is known whether a cell is confirmed now. */
function toNextLook({ missing, pairMs = 0 }: Candidate<unknown>): number {
  return reserve * missing * pairMs;
}

/** As many of the cells as there is time for, those that need the least first; one at least. */
function affordable<Cell>(
  candidates: readonly Candidate<Cell>[],
  cost: (candidate: Candidate<Cell>) => number,
  leftMs: number,
): Candidate<Cell>[] {
  const costs = candidates
    .map((candidate) => ({ candidate, ms: cost(candidate) }))
    .sort((a, b) => a.ms - b.ms);
  let left = leftMs;
  return costs.flatMap(({ candidate, ms }, index) => {
    left -= ms;
    return left >= 0 || index === 0 ? candidate : [];
  });
}
