/** At most so probable is a false alarm in any figure of one comparison: half of what is promised (1 in 1000), since real noise keeps to no model. */
const comparisonMisrate = 1 / 2000;
/** At most so probable is a false alarm in any figure of a whole run. */
const runMisrate = 0.014;

/** One figure of a comparison. */
export interface TestedSeries {
  /** Series of one family are of the same figure, and of the same contenders, each with each other. */
  readonly family: string;
  /** The two contenders. */
  readonly between: readonly [string, string];
  /** Whether the two are known to differ in it. */
  readonly isFound: boolean;
}

/**
 * With which probability one of the figures of a comparison may be said to differ if it does not.
 *
 * @param share how much of all that is allowed these figures have among them
 */
export function misrateOf(figures: number, possible: number, share = 1): number {
  return share * Math.min(comparisonMisrate / figures, runMisrate / Math.max(1, possible));
}

/** So much of what is allowed is for the figures beside the time, where they are taken: so little that the time's looks stay where they are. */
export const besideShare: number = 1 / 16;

/**
 * In how many of its series a run can still have a false alarm: those that are found are out, and where two contenders are known to
 * differ, not all of the others can be the same. These share what is allowed in the run (S. Holm, "A simple sequentially
 * rejective multiple test procedure", 1979; J. P. Shaffer, "Modified sequentially rejective multiple test procedures", 1986). All looks
 * at a series share its probability, so it does not matter which of them found something, nor in which order series are found.
 */
export function possibleFalseAlarms(series: readonly TestedSeries[]): number {
  const families = Map.groupBy(series, ({ family }) => family);
  return [...families.values()].reduce((sum, members) => {
    const found = members.filter(({ isFound }) => isFound).length;
    const open = members.length - found;
    const contenders = new Set(members.flatMap(({ between }) => between));
    // At most all contenders but one are equal.
    return sum + (found === 0 ? open : Math.min(open, pairsAmong(contenders.size - 1)));
  }, 0);
}

function pairsAmong(contenders: number): number {
  return (contenders * (contenders - 1)) / 2;
}
