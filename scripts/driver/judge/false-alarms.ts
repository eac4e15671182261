/** The probability that any figure of a comparison is said to differ where none does, at most, */
const mostInComparison = 1 / 1000;
/** and any figure of the whole run. */
const mostInRun = 0.014;

/** One figure of a comparison. */
export interface TestedSeries {
  /** Series of one family are of the same figure, and of the same contenders, each with each other. */
  readonly family: string;
  /** How many contenders those are. */
  readonly contenders: number;
  /** Whether the two are known to differ in it. */
  readonly isFound: boolean;
}

/** With which probability one of the figures of a comparison may be said to differ if it does not. */
export function misrateOf(figures: number, possible: number): number {
  return Math.min(mostInComparison / figures, mostInRun / Math.max(1, possible));
}

/**
 * In how many of its series a run can still have a false alarm: those that are found are out, and where two contenders are known to
 * differ, not all of the others can be the same. These share what is allowed in the run (S. Holm, "A simple sequentially
 * rejective multiple test procedure", 1979; J. P. Shaffer, "Modified sequentially rejective multiple test procedures", 1986). Looks
 * that came before count as well: for each choice of series that might be of equals, they hold that level all together.
 */
export function possibleFalseAlarms(series: readonly TestedSeries[]): number {
  const families = Map.groupBy(series, ({ family }) => family);
  return [...families.values()].reduce((sum, members) => {
    const found = members.filter(({ isFound }) => isFound).length;
    const open = members.length - found;
    const contenders = Math.max(...members.map((each) => each.contenders));
    // At most all contenders but one are equal.
    return sum + (found === 0 ? open : Math.min(open, pairsAmong(contenders - 1)));
  }, 0);
}

function pairsAmong(contenders: number): number {
  return (contenders * (contenders - 1)) / 2;
}
