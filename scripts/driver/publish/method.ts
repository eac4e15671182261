/** How the figures come about; the report and the page say the same. */
export const method: readonly string[] = [
  "Each process measures one cell. Rounds of all cells are run one after the other, each round in a random order of its own, so that what drifts hits all cells alike.",
  "A time is the median over the processes of each process's median of its warm samples: the process is the sampling unit. Its 95 % interval runs from one order statistic of the processes' medians to another (binomial distribution), and takes 6 processes at least.",
  "Ranks: figures whose intervals overlap the first one's share its place. Nothing is called faster than what it overlaps.",
  "A ratio's interval, and that of a geometric mean of ratios, follows from the intervals of the two times on the logarithms (MOVER: Zou and Donner, Statistics in Medicine 27, 2008), cells being independent.",
  "A figure has as many digits as its interval justifies; three where there is none. A cell whose result was wrong has no time.",
];
