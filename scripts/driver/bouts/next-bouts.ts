/** What more bouts would do for a group or a comparison; the first that applies. */
export type Need =
  /** Something looks like a change, and is not certain enough yet. */
  | "confirm"
  /** Something is undecided. */
  | "decide"
  /** All is decided, but some of it only coarsely: "same within 5 %" may become "same within 1 %". */
  | "refine"
  /** Only figures beside the time are undecided. */
  | "metrics"
  | "settled";

/** How a group stands. */
export interface Standing {
  readonly need: Need;
  /** How many more bouts it takes until what looks like a change is looked at again; 0 where nothing does. */
  readonly missing: number;
}

/** A group as the choice of the next bouts sees it. */
export interface Candidate<Group> extends Standing {
  readonly group: Group;
  /** How many bouts it has had. */
  readonly bouts: number;
  /** How long one more takes; `undefined` before the first. */
  readonly boutMs: number | undefined;
}

/** How much time is left, in milliseconds. */
export interface TimeLeft {
  /** Of the budget. */
  readonly any: number;
  /** With the overtime, which is for what looks like a change. */
  readonly confirming: number;
}

/** Failures are looked into before all else up to here: what fails always is known by then. */
export const boutsForFailures = 4;

/**
 * Chooses what is measured next. Nothing is spent on what is settled.
 *
 * Where the time is short, rather few groups with enough bouts than many with too few: first all get one bout, which
 * shows what is broken; then those that need the least time are brought to the fewest bouts that can say anything, and
 * beside them, where there is time for all, those that already look like a change; then those come four times as
 * often as the undecided, since a few bouts decide there; if not all of them can be looked at again in the time that is
 * left, those for which that takes the least time. What is decided coarsely waits until all is decided, and figures
 * beside the time wait for that.
 *
 * @param fewest the fewest bouts that can say anything
 */
export function nextBouts<Group>(
  candidates: readonly Candidate<Group>[],
  left: TimeLeft,
  fewest: number,
): Group[] {
  const fresh = candidates.filter(({ bouts, need }) => bouts === 0 && need !== "settled");
  if (fresh.length > 0) return fresh.map(({ group }) => group);
  const waiting = candidates.filter(({ need }) => need === "confirm");
  const undecided = candidates.filter(({ need }) => need === "decide");
  const begun = undecided.filter(({ bouts }) => bouts < fewest);
  const toFewest = ({ bouts, boutMs = 0 }: Candidate<unknown>): number => reserve * (fewest - bouts) * boutMs;
  if (begun.length > 0) {
    const rounds = fewest - Math.min(...begun.map(({ bouts }) => bouts));
    const waitingMs = waiting.reduce((ms, { boutMs = 0 }) => ms + boutMs, 0);
    const hasTime = begun.reduce((ms, each) => ms + toFewest(each), rounds * waitingMs) <= left.any;
    const urgent = hasTime ? waiting : waiting.filter(({ bouts }) => bouts < boutsForFailures);
    return [...urgent, ...affordable(begun, toFewest, left.any)].map(({ group }) => group);
  }
  if (waiting.length + undecided.length > 0) {
    const confirming = affordable(waiting, toNextLook, left.confirming);
    return [...new Array<typeof waiting>(4).fill(confirming).flat(), ...undecided].map(({ group }) => group);
  }
  const coarse = candidates.filter(({ need }) => need === "refine");
  return (coarse.length > 0 ? coarse : candidates.filter(({ need }) => need === "metrics")).map(
    ({ group }) => group,
  );
}

/** What is left is not planned to the last second: bouts take longer when others use the machine. */
const reserve = 1.2;

/** How long it takes until it is known whether something is certain now. */
function toNextLook({ missing, boutMs = 0 }: Candidate<unknown>): number {
  return reserve * missing * boutMs;
}

/** As many of the groups as there is time for, those that need the least first; one at least. */
function affordable<Group>(
  candidates: readonly Candidate<Group>[],
  cost: (candidate: Candidate<Group>) => number,
  leftMs: number,
): Candidate<Group>[] {
  const costs = candidates
    .map((candidate) => ({ candidate, ms: cost(candidate) }))
    .sort((a, b) => a.ms - b.ms);
  let left = leftMs;
  return costs.flatMap(({ candidate, ms }, index) => {
    left -= ms;
    return left >= 0 || index === 0 ? candidate : [];
  });
}
