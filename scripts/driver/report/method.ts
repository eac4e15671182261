import type { Run } from "./read-run.ts";
import { confidence } from "./upgrade-table.ts";

/** How the figures of a run come about; the report and the page say the same. */
export function methodOf({ cells, upgrade }: Run): readonly string[] {
  return upgrade.length > 0 && cells.length === 0 ? methodOfUpgrade : methodOfMatrix;
}

const methodOfUpgrade: readonly string[] = [
  "A pair is one process of each version, which take turns, several in a second, while the other one is stopped; which is first is random; as many pairs as each cell needs, in rounds over all cells that are undecided.",
  "The time of a process is the lower quartile of its warm samples, because what else a machine does only adds time; of a figure of the workload's own it is the median. old and new are medians over the processes.",
  `The ratio, new divided by old, is the Hodges-Lehmann estimate over the pairs' log ratios; its ${confidence} interval follows from the exact distribution of the signed-rank statistic.`,
  "slower, faster: a change of at least the threshold, seen in a fixed number of looks at the pairs, and seen again in fresh pairs. same: the interval lies within the threshold. inconclusive: neither. broke, fixed, failed: the workload fails on the new side, the old one, both, more often than chance explains.",
];

const methodOfMatrix: readonly string[] = [
  "Each process measures one cell. Rounds of all cells are run one after the other, each round in a random order of its own, so that what drifts hits all cells alike.",
  "A time is the median over the processes of each process's median of its warm samples: the process is the sampling unit. Its 95 % interval runs from one order statistic of the processes' medians to another (binomial distribution), and takes 6 processes at least.",
  "Ranks: figures whose intervals overlap the first one's share its place. Nothing is called faster than what it overlaps.",
  "A ratio's interval, and that of a geometric mean of ratios, follows from the intervals of the two times on the logarithms (MOVER: Zou and Donner, Statistics in Medicine 27, 2008), cells being independent.",
  "A figure has as many digits as its interval justifies; three where there is none. A cell whose result was wrong has no time.",
];
