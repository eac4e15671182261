import { type Welch, welch } from "./welch.ts";

/** A stretch of a series that stands apart from what is around it: from one place up to, not including, another. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** The stretch against the rest of its segment. */
  readonly test: Welch;
}

/** How change points are told. */
export interface Divisive {
  /** The probability up to which a t-test is taken to show a difference. */
  readonly level: number;
  /** The smallest difference that counts. */
  readonly least: number;
  /** Places at which the series is known to change: each is the first of a new segment. */
  readonly known: ReadonlySet<number>;
  /** Places at which it is known not to change. */
  readonly closed: ReadonlySet<number>;
}

/**
 * Where a series changes, by e-divisive means (D. S. Matteson and N. A. James, "A nonparametric approach for multiple change point analysis of multivariate
 * data", Journal of the American Statistical Association 109, 2014) with a t-test in the place of their permutation test, as Apache Otava has it (M. Fleming et al.,
 * "Hunter: Using change point detection to hunt for performance regressions", ICPE 2023). The series is divided where the energy distance of both parts is largest;
 * if the t-test shows that these differ, each part is divided in the same way.
 *
 * Two things differ from Otava. An item of the series is a block of several values (the bouts of a release), and changes lie between blocks. And a segment is divided into
 * a stretch and the rest around it, as circular binary segmentation does (A. B. Olshen et al., "Circular binary segmentation", Biostatistics 5, 2004): a change that the
 * next release takes back, which a single cut cannot show, stands apart as a stretch of one. A stretch that begins or ends its segment is a single cut.
 *
 * Blocks without values are passed over. Otava's last step, which tests all change points once more beside their neighbours, is left to who measures: each is
 * measured again.
 *
 * @returns the places at which a new level begins, in their order, without those that are `known`
 */
export function changePoints(blocks: readonly (readonly number[])[], divisive: Divisive): number[] {
  const places = blocks.flatMap((block, place) => (block.length > 0 ? place : []));
  const energy = new Energy(places.map((place) => blocks[place] ?? []));
  const isAt = (set: ReadonlySet<number>) => (index: number) => set.has(places[index] ?? -1);
  const [isKnown, isClosed] = [isAt(divisive.known), isAt(divisive.closed)];
  const cuts = places.flatMap((_, index) => (index > 0 && isKnown(index) ? index : []));
  const ends = [...cuts, places.length];
  const open = ends.map((to, index) => ({ from: index === 0 ? 0 : (ends[index - 1] ?? 0), to }));
  const found: number[] = [];
  for (let segment = open.pop(); segment !== undefined; segment = open.pop()) {
    const stretch = mostApart(energy, segment, isClosed, divisive);
    if (stretch === undefined) continue;
    const { from, to } = stretch;
    const parts = [segment.from, from, to, segment.to];
    found.push(...[from, to].filter((cut) => cut > (segment?.from ?? 0) && cut < (segment?.to ?? 0)));
    for (const [index, begin] of parts.slice(0, -1).entries()) {
      const end = parts[index + 1] ?? begin;
      if (end - begin > 1) open.push({ from: begin, to: end });
    }
  }
  return found.toSorted((a, b) => a - b).map((index) => places[index] ?? index);
}

/** The stretch of a segment that is farthest from the rest by its energy, if the t-test shows that it differs. */
function mostApart(
  energy: Energy,
  segment: { readonly from: number; readonly to: number },
  isClosed: (index: number) => boolean,
  { level, least }: Divisive,
): Stretch | undefined {
  let best: { from: number; to: number; distance: number } | undefined;
  for (let from = segment.from; from < segment.to; from++) {
    if (from > segment.from && isClosed(from)) continue;
    for (let to = from + 1; to <= segment.to; to++) {
      // What begins the segment is the same cut as what ends it.
      if ((from === segment.from && to === segment.to) || (to < segment.to && isClosed(to))) continue;
      if (from === segment.from && to < segment.to) continue;
      const distance = energy.distance(segment, { from, to });
      if (distance > (best?.distance ?? 0)) best = { from, to, distance };
    }
  }
  if (best === undefined) return undefined;
  const { from, to } = best;
  const test = welch(
    [...energy.values(segment.from, from), ...energy.values(to, segment.to)],
    energy.values(from, to),
  );
  return test !== undefined && test.p <= level && Math.abs(test.difference) >= least
    ? { from, to, test }
    : undefined;
}

/** The distances of all values from each other, added up so that those of any stretch can be told at once. */
class Energy {
  readonly #blocks: readonly (readonly number[])[];
  /** How many values come before each block. */
  readonly #counts: readonly number[];
  /** At row, column: the sum of the distances of all values of the blocks before the row from all those before the column. */
  readonly #sums: readonly Float64Array[];

  constructor(blocks: readonly (readonly number[])[]) {
    this.#blocks = blocks;
    const counts = [0];
    for (const { length } of blocks) counts.push((counts.at(-1) ?? 0) + length);
    this.#counts = counts;
    const sums = [new Float64Array(blocks.length + 1)];
    for (const [row, block] of blocks.entries()) {
      const above = sums[row] ?? new Float64Array();
      const line = new Float64Array(blocks.length + 1);
      let sum = 0;
      for (const [column, other] of blocks.entries()) {
        for (const a of block) for (const b of other) sum += Math.abs(a - b);
        line[column + 1] = (above[column + 1] ?? 0) + sum;
      }
      sums.push(line);
    }
    this.#sums = sums;
  }

  values(from: number, to: number): number[] {
    return this.#blocks.slice(from, to).flat();
  }

  /** The energy distance of a stretch from the rest of its segment, weighted by how many values both have (Matteson and James, equation 7, with an exponent of 1). */
  distance(segment: { from: number; to: number }, stretch: { from: number; to: number }): number {
    const n = this.#count(stretch, stretch);
    const m = this.#count(segment, segment) - n;
    if (n < 2 || m < 2) return 0;
    const inside = this.#between(stretch, stretch);
    const across = this.#between(stretch, segment) - inside;
    const outside = this.#between(segment, segment) - 2 * across - inside;
    const energy = (2 * across) / (n * m) - inside / (n * (n - 1)) - outside / (m * (m - 1));
    return ((n * m) / (n + m)) * energy;
  }

  #count({ from }: { from: number }, { to }: { to: number }): number {
    return (this.#counts[to] ?? 0) - (this.#counts[from] ?? 0);
  }

  /** The sum of the distances of all values of one stretch from all those of another. */
  #between(a: { from: number; to: number }, b: { from: number; to: number }): number {
    const sum = (row: number, column: number): number => this.#sums[row]?.[column] ?? 0;
    return sum(a.to, b.to) - sum(a.from, b.to) - sum(a.to, b.from) + sum(a.from, b.from);
  }
}
