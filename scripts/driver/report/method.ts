import { releaseConfidence } from "./bisect/release-rows.ts";
import { confidenceOf } from "./comparison-rows.ts";
import { percent } from "./digits.ts";
import type { Run } from "./read-run.ts";

/** How the figures of a run come about; the report and the page say the same. */
export function methodOf(run: Run): readonly string[] {
  const hasTurns = !run.provenance.settings.some(([name]) => name === "turns");
  return hasTurns ? linesOf(run) : [...linesOf(run), inTurn];
}

const inTurn =
  "The system that this was measured on cannot have a process stand still, so nothing took turns: the processes of a bout ran one after the other, in a random order.";

function linesOf({ cells, upgrade, bisect, history, comparisons, hasComparisons }: Run): readonly string[] {
  if (upgrade.length > 0 && cells.length === 0) return [pairs, ...comparing(confidenceOf(upgrade)), broken];
  if (bisect.length > 0) return [...searchMethod, ...comparing(releaseConfidence), broken];
  if (history.length > 0) return [...historyMethod, ...comparing(releaseConfidence), broken];
  if (comparisons.rows.length > 0) {
    return [bouts, ...comparing(comparisons.confidence), ...decidedRanks, times, digits];
  }
  if (hasComparisons) return [bouts, times, overlapping, digits];
  return [rounds, times, overlapping, unpaired, digits];
}

const pairs =
  "A pair is one process of each release. The two take turns, many in a second, while the other is stopped; which is first is random. Each cell gets as many pairs as it needs.";

const bouts =
  "All contenders of one workload, with its tasks and size, meet in bouts: every runtime, executor and number of threads has one fresh process in each bout. They take turns of a few milliseconds while the others are stopped, so what the machine does meanwhile falls on all of them alike.";

/** How a search for a release goes. */
export const searchMethod: readonly string[] = [
  "First both ends are proved to differ. Then each release meets both of them in the same bouts: one fresh process of each, which take turns, many in a second, while the others are stopped.",
  "The search goes by halves. A release is on the side of one end as soon as it is found to be apart from the other one, and not from this one, to which it is nearer; if it is apart from both, it goes by which it is shown to be nearer to. What is not shown gets more bouts, and then its neighbour is asked. The last two are confirmed in bouts in which both are, at the strict level of all verdicts.",
];

/** How the steps of a history are found. */
const historyMethod: readonly string[] = [
  "Each release meets the reference in bouts of the two alone: one fresh process of each, which take turns, many in a second, while the other is stopped. The reference meets itself, too, which shows how far two of the same are apart. Releases whose level is doubtful get more bouts.",
  "The level changes where e-divisive means (Matteson and James, 2014) divide the bouts of all releases, and a t-test on trimmed means shows that both parts differ, as in Apache Otava; a stretch of releases may also stand apart from what is on both sides of it.",
  "A step is said only when it has been measured again: its first release and the one before it meet in bouts of their own until the change is found, or ruled out.",
];

function comparing(confidence: number): readonly string[] {
  return [
    "Two are compared by the bouts that both took part in. The time of a process is the lower quartile of its warm samples, because whatever else a machine does only adds time; of a figure of the workload it is the median. Each bout gives the logarithm of the ratio of the two.",
    `A ratio is the Hodges-Lehmann estimate over these logarithms; its ${percent(confidence)} interval is that of the signed-rank statistic.`,
    "slower, faster: a change of at least the threshold, found at one of a fixed number of looks, which share a small probability of a false alarm. same: the interval lies within the threshold. inconclusive: neither.",
  ];
}

const broken =
  "broke, fixed, failed: the workload fails in the new release, in the old one, or in both, more often than chance explains.";

const decidedRanks: readonly string[] = [
  "Ranks follow from these verdicts: who is shown to be apart from the best of a place comes after it.",
  "17 % faster means that the slower one takes 1.17 times as long. A mean over workloads is the geometric mean of the ratios; its interval adds up theirs on the logarithms (MOVER: Zou and Donner, Statistics in Medicine 27, 2008).",
];

const rounds =
  "Each process measured one cell. Rounds of all cells were run one after the other, each in a random order.";

const times =
  "A time in a table is the median over the processes of each process's median of its warm samples. Its 95 % interval runs from one order statistic of the processes' medians to another (binomial distribution), and takes 6 processes at least.";

const overlapping =
  "Ranks: figures whose intervals overlap the first one's share its place. Nothing is called faster than what it overlaps.";

const unpaired =
  "A ratio's interval, and that of a geometric mean of ratios, follows from the intervals of the two times on the logarithms (MOVER: Zou and Donner, Statistics in Medicine 27, 2008), cells being independent.";

const digits =
  "A figure has as many digits as its interval justifies; three where there is none. A cell whose result was wrong has no time.";
