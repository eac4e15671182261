import type { Figure } from "../statistics/figure.ts";

/** A place among figures of one kind. Those whose intervals overlap the first one's of their place share it. */
export interface Rank {
  readonly place: number;
  readonly shared: boolean;
  /** Whether it is first, and somebody else is not. */
  readonly wins: boolean;
}

/**
 * Ranks figures, the best first: 1, 2, 2, 4. The best of those that are left leads a place, and all whose intervals
 * overlap its own share it.
 *
 * Nobody has a rank where there is nothing to compare, or where one of the figures has no interval.
 */
export function ranks(
  figures: readonly (Figure | undefined)[],
  better: "lower" | "higher",
): (Rank | undefined)[] {
  const none = figures.map(() => undefined);
  const sign = better === "lower" ? 1 : -1;
  const entrants = figures
    .flatMap((figure, index) => (figure ? { figure, index } : []))
    .sort((a, b) => sign * (a.figure.value - b.figure.value));
  if (entrants.length < 2 || entrants.some(({ figure }) => figure.interval === undefined)) return none;
  const places: number[] = [];
  let leader = 0;
  for (const [position, { figure }] of entrants.entries()) {
    if (!overlap(figure, entrants[leader]?.figure)) leader = position;
    places.push(leader + 1);
  }
  const ranked: (Rank | undefined)[] = none;
  for (const [position, { index }] of entrants.entries()) {
    const place = places[position] ?? position + 1;
    const peers = places.filter((each) => each === place).length;
    ranked[index] = { place, shared: peers > 1, wins: place === 1 && peers < places.length };
  }
  return ranked;
}

/** `1`, or `1=` where it is shared. */
export function rankText({ place, shared }: Rank): string {
  return shared ? `${place}=` : String(place);
}

function overlap(a: Figure, b: Figure | undefined): boolean {
  if (a.interval === undefined || b?.interval === undefined) return false;
  return a.interval.low <= b.interval.high && b.interval.low <= a.interval.high;
}
