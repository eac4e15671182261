import type { Interval } from "./median.ts";
import { SignedRank } from "./signed-rank.ts";
import { studentP } from "./student.ts";

/**
 * How pairs become a finding, without peeking: the pairs are looked at a fixed number of times, and each look has a share
 * of the probability of a false alarm. If nothing has changed, a series is found to have changed with a probability of at
 * most the sum of all shares. A series that ends before its last look, as its budget does, is looked at once more, with all
 * the shares that are left.
 *
 * The first looks go by Student's t, because ranks of so few pairs can show nothing at these levels; the later ones by ranks,
 * which a few outliers cannot fool.
 */
export type Design = readonly Look[];

/** After so many pairs, a two-sided test at the level `alpha`. */
interface Look {
  readonly pairs: number;
  readonly alpha: number;
  readonly test: "t" | "ranks";
}

/** From so many on, a series goes by ranks. */
const fewestForRanks = 20;

/** The shares of the looks, where the whole is 1. */
const looks: Design = [
  { pairs: 8, alpha: 0.25, test: "t" },
  { pairs: 10, alpha: 0.1, test: "t" },
  { pairs: 12, alpha: 0.075, test: "t" },
  { pairs: 14, alpha: 0.075, test: "t" },
  { pairs: 16, alpha: 0.05, test: "t" },
  { pairs: 20, alpha: 0.05, test: "t" },
  { pairs: fewestForRanks, alpha: 0.05, test: "ranks" },
  { pairs: 24, alpha: 0.05, test: "ranks" },
  { pairs: 32, alpha: 0.05, test: "ranks" },
  { pairs: 48, alpha: 0.05, test: "ranks" },
  { pairs: 64, alpha: 0.05, test: "ranks" },
  { pairs: 96, alpha: 0.05, test: "ranks" },
  { pairs: 128, alpha: 0.05, test: "ranks" },
  { pairs: 192, alpha: 0.05, test: "ranks" },
];

/**
 * What t is divided by before it is taken for Student's. Differences of two values from one distribution are symmetric, but
 * need not be normal: four million samples each of 8 to 20 such differences, of normal, uniform, Laplace, t, log-normal
 * values and of values on two to four levels (3 to 60 standard deviations apart), had a quantile at these levels of at
 * most 1.11 times the normal one, as long as a look has the fewest pairs that `fewestFor` allows.
 */
const shrink = 1.12;

/**
 * The looks at a series that is found to have changed, although it has not, with this probability at most.
 *
 * @param least the smallest that the probability has been, or can become, in this run: it says after how many pairs the looks are. So
 * what is found at one level is found at each higher one
 */
export function designFor(misrate: number, least: number = misrate): Design {
  return looks
    .map(({ pairs, alpha, test }) => {
      return { pairs: Math.max(pairs, fewestFor[test](alpha * least)), alpha: alpha * misrate, test };
    })
    .sort((a, b) => a.pairs - b.pairs);
}

/** As many pairs as it takes until nothing but a change can show at a level. */
const fewestFor: Readonly<Record<Look["test"], (alpha: number) => number>> = {
  // Values on two levels: by chance, one side has the upper one in all pairs, and the other side the lower one.
  t: (alpha) => Math.ceil(Math.log(2.5 / alpha) / Math.log(4)),
  // All signs are the same.
  ranks: (alpha) => Math.ceil(1 - Math.log2(alpha)),
};

/** What is found in a series of effects. */
export type Finding =
  /** Nothing yet. `wants` is how many pairs it needs for its next look. */
  | { readonly kind: "searching"; readonly wants: number }
  /** Something, after so many pairs. */
  | { readonly kind: "found"; readonly after: number; readonly direction: 1 | -1 }
  /** All looks were taken, and none found anything. */
  | { readonly kind: "nothing" };

/**
 * Looks at the effects of a series, in the order in which they were measured.
 *
 * @param relevant the smallest effect, up and down, that may be found at all
 * @param isOver whether no more are to come, for a reason that has nothing to do with them, such as a budget that is spent
 */
export function examine(
  effects: readonly number[],
  relevant: Interval,
  design: Design,
  isOver = false,
): Finding {
  const taken = design.filter(({ pairs }) => pairs <= effects.length);
  const next = design[taken.length];
  for (const look of isOver ? [...taken, ...lastLook(effects.length, design)] : taken) {
    const direction = directionSeen(effects.slice(0, look.pairs), relevant, look);
    if (direction !== undefined) return { kind: "found", after: look.pairs, direction };
  }
  return next === undefined ? { kind: "nothing" } : { kind: "searching", wants: next.pairs };
}

/** What a look finds in the effects until then. */
function directionSeen(
  seen: readonly number[],
  relevant: Interval,
  { alpha, test }: Look,
): 1 | -1 | undefined {
  const ranks = new SignedRank(seen);
  const p = test === "t" ? studentP(seen, shrink) : ranks.p;
  if (p > alpha) return undefined;
  const centre = ranks.centre ?? 0;
  if (centre > relevant.low && centre < relevant.high) return undefined;
  return centre > 0 ? 1 : -1;
}

/**
 * The look at a series that has ended, if it has enough pairs: with the shares that are left, and that of the same test at the same
 * pairs, whose place it takes.
 */
function lastLook(pairs: number, design: Design): Look[] {
  const test = pairs < fewestForRanks ? "t" : "ranks";
  const left = design.filter((look) => look.pairs > pairs || (look.pairs === pairs && look.test === test));
  const alpha = left.reduce((sum, look) => sum + look.alpha, 0);
  return left.length === 0 || pairs < fewestFor[test](alpha) ? [] : [{ pairs, alpha, test }];
}
