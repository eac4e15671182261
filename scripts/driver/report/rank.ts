import type { Figure } from "../statistics/figure.ts";

/** A place among figures of one kind. Those that are not shown to be apart from the first one of their place share it. */
export interface Rank {
  readonly place: number;
  readonly shared: boolean;
  /** Whether it is first, and somebody else is not. */
  readonly wins: boolean;
  /** Whether it shares its place with one of which it is not known whether it is better, worse or the same. */
  readonly open: boolean;
}

/** Who takes part in a ranking: a figure, and of whom. */
export interface Entrant {
  readonly figure: Figure;
  readonly cell: string;
}

/** Whether two are apart; `open` where it has not been decided. */
export type Apart = "apart" | "same" | "open";

/**
 * Ranks figures, the best first: 1, 2, 2, 4. The best of those that are left leads a place, and all that are not shown
 * to be apart from it share it.
 *
 * Nobody has a rank where there is nothing to compare, or where one of the figures cannot be compared.
 *
 * @param compare what was found about two of them; `undefined` where they were not compared with each other: their intervals
 * tell then, and figures without intervals cannot be compared
 */
export function ranks(
  entrants: readonly (Entrant | undefined)[],
  better: "lower" | "higher",
  compare: (one: string, other: string) => Apart | undefined = () => undefined,
): (Rank | undefined)[] {
  const none = entrants.map(() => undefined);
  const sign = better === "lower" ? 1 : -1;
  const ordered = entrants
    .flatMap((entrant, index) => (entrant ? { entrant, index } : []))
    .sort((a, b) => sign * (a.entrant.figure.value - b.entrant.figure.value));
  if (ordered.length < 2) return none;
  const places: number[] = [];
  const open = new Set<number>();
  let leader = 0;
  for (const [position, { entrant }] of ordered.entries()) {
    const first = ordered[leader]?.entrant ?? entrant;
    const found =
      first === entrant ? "same" : (compare(entrant.cell, first.cell) ?? byInterval(entrant, first));
    if (found === undefined) return none;
    if (found === "apart") leader = position;
    if (found === "open") open.add(leader + 1);
    places.push(leader + 1);
  }
  const ranked: (Rank | undefined)[] = none;
  for (const [position, { index }] of ordered.entries()) {
    const place = places[position] ?? position + 1;
    const peers = places.filter((each) => each === place).length;
    ranked[index] = {
      place,
      shared: peers > 1,
      wins: place === 1 && peers < places.length,
      open: open.has(place),
    };
  }
  return ranked;
}

/** `1`; `1=` where it is shared, `1?` where it is open whether it is. */
export function rankText({ place, shared, open }: Rank): string {
  return `${place}${open ? "?" : shared ? "=" : ""}`;
}

function byInterval(a: Entrant, b: Entrant): Apart | undefined {
  const [one, other] = [a.figure.interval, b.figure.interval];
  if (one === undefined || other === undefined) return undefined;
  return one.low <= other.high && other.low <= one.high ? "same" : "apart";
}
