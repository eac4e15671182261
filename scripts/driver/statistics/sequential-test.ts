import type { Interval } from "./median.ts";
import { SignedRank } from "./signed-rank.ts";

/**
 * How pairs become a finding, without peeking: the pairs are looked at a fixed number of times, and each look has its own
 * share of the probability of a false alarm. What a look flags has to show again in the pairs behind it, which have looks and
 * shares of their own. If it does not, the later looks are taken as if it had not been flagged: since the bound is a sum over
 * all looks, it holds all the same.
 *
 * If nothing has changed, a series is flagged with a probability of at most the sum of `search` (0.0278), and confirmed in the
 * same direction with at most half of the sum of `confirmation` (0.0143): both, less than 1 in 5000.
 */
export interface Design {
  readonly search: readonly Look[];
  readonly confirmation: readonly Look[];
}

/** After so many pairs, a two-sided test at the level `alpha`. */
interface Look {
  readonly pairs: number;
  readonly alpha: number;
  /**
   * If it is given, the look is not at ranks, of which so few can show nothing at that level: {@link SignedRank.clearance} has to be more
   * than this. That level is the worst of those found by drawing 500,000 samples each of differences of two values from
   * one distribution: normal, uniform, Laplace, t, Cauchy, log-normal, with two levels (3 to 20 standard deviations apart, 1 to 5
   * in 10 values on one); and counted for levels evenly spaced (two to ten, equally often; two to six, 4,000 times with other shares each).
   */
  readonly clearance?: number;
}

const search: readonly Look[] = [
  { pairs: 5, alpha: 0.0025, clearance: 1 },
  { pairs: 6, alpha: 0.003, clearance: 0.5 },
  { pairs: 8, alpha: 0.0079 },
  { pairs: 12, alpha: 0.0016 },
  { pairs: 16, alpha: 0.0016 },
  { pairs: 24, alpha: 0.0016 },
  { pairs: 32, alpha: 0.0016 },
  { pairs: 48, alpha: 0.0016 },
  { pairs: 64, alpha: 0.0016 },
  { pairs: 96, alpha: 0.0016 },
  { pairs: 128, alpha: 0.0016 },
  { pairs: 192, alpha: 0.0016 },
];

const confirmation: readonly Look[] = [
  { pairs: 5, alpha: 0.0025, clearance: 1 },
  { pairs: 7, alpha: 0.0022, clearance: 0.35 },
  { pairs: 10, alpha: 0.002 },
  { pairs: 16, alpha: 0.00095 },
  { pairs: 24, alpha: 0.00095 },
  { pairs: 32, alpha: 0.00095 },
  { pairs: 48, alpha: 0.00095 },
  { pairs: 64, alpha: 0.00095 },
  { pairs: 96, alpha: 0.00095 },
  { pairs: 128, alpha: 0.00095 },
  { pairs: 192, alpha: 0.00095 },
];

/** As many series as can be tested in one run until the tests have to become stricter. */
const familySize = 70;

/**
 * The design for a run that tests so many series: the more there are, the stricter is the confirmation, so that the
 * probability of any false alarm in the whole run stays below about 1.4 % (Bonferroni).
 */
export function designFor(series: number): Design {
  const share = Math.min(1, familySize / series);
  // What is clear from a few pairs is as certain as it is; one more pair makes it at least 2.5 times as certain.
  const more = Math.ceil(Math.log(1 / share) / Math.log(2.5));
  return {
    search,
    confirmation: confirmation.map((look) => {
      const alpha = look.alpha * share;
      const pairs = look.clearance === undefined ? Math.max(look.pairs, pairsFor(alpha)) : look.pairs + more;
      return { ...look, pairs, alpha };
    }),
  };
}

/** As many pairs as it takes for ranks to show anything at this level: all signs the same. */
function pairsFor(alpha: number): number {
  return Math.ceil(1 - Math.log2(alpha));
}

/** The fewest pairs that can say anything of a change that is not clear at once. */
export const fewestPairs: number = search.find(({ clearance }) => clearance === undefined)?.pairs ?? 8;

/** Probability that the intervals which are shown, and by which `same` is told, miss the true ratio. */
export const misrate = 0.01;

/** What is found in a series of effects. `wants` is how many pairs it needs for its next look. */
export type Finding =
  /** Nothing yet, or only something after `unconfirmed` pairs that did not show again. */
  | { readonly kind: "searching"; readonly wants: number; readonly unconfirmed?: number }
  /** Something after `after` pairs, which the pairs behind them have not confirmed yet. */
  | { readonly kind: "flagged"; readonly after: number; readonly wants: number }
  /** All looks were taken; something after `after` pairs did not show again. */
  | { readonly kind: "unconfirmed"; readonly after: number }
  /** Something, twice. */
  | { readonly kind: "confirmed"; readonly after: number; readonly direction: 1 | -1 }
  /** All looks were taken, and none flagged anything. */
  | { readonly kind: "nothing" };

/**
 * Looks at the effects of a series, in the order in which they were measured.
 *
 * @param relevant the smallest effect, up and down, that may be flagged at all
 */
export function examine(effects: readonly number[], relevant: Interval, design: Design): Finding {
  let unconfirmed: number | undefined;
  for (const look of design.search) {
    const { pairs } = look;
    if (effects.length < pairs) {
      return { kind: "searching", wants: pairs, ...(unconfirmed !== undefined && { unconfirmed }) };
    }
    const ranks = new SignedRank(effects.slice(0, pairs));
    if (!shows(ranks, look)) continue;
    const centre = ranks.centre ?? 0;
    if (centre > relevant.low && centre < relevant.high) continue;
    const finding = confirm(effects, pairs, centre > 0 ? 1 : -1, design);
    if (finding !== undefined) return finding;
    unconfirmed = pairs;
  }
  return unconfirmed === undefined ? { kind: "nothing" } : { kind: "unconfirmed", after: unconfirmed };
}

/** `undefined`: it did not show again. */
function confirm(
  effects: readonly number[],
  after: number,
  direction: 1 | -1,
  design: Design,
): Finding | undefined {
  for (const look of design.confirmation) {
    const { pairs } = look;
    if (effects.length < after + pairs) return { kind: "flagged", after, wants: after + pairs };
    const ranks = new SignedRank(effects.slice(after, after + pairs));
    const agrees = (ranks.centre ?? 0) * direction > 0;
    if (!agrees && look.clearance === undefined) break;
    if (agrees && shows(ranks, look)) return { kind: "confirmed", after, direction };
  }
  return undefined;
}

function shows(ranks: SignedRank, { alpha, clearance }: Look): boolean {
  return clearance === undefined ? ranks.p <= alpha : ranks.clearance > clearance;
}
