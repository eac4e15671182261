/** What is known of a capability along a path of releases: `undefined` where a release was not asked. */
export type KnownAt = (place: number) => boolean | undefined;

/** Between two neighbours of those that were asked, the answer changes. */
export interface Step {
  /** The last place with the old answer. */
  readonly before: number;
  /** The first place that was asked and has the new one. */
  readonly first: number;
  /** Whether the capability is there from here on. */
  readonly has: boolean;
}

/** The places at which the answer changes, in their order. */
export function stepsOf(known: KnownAt, places: number): Step[] {
  const steps: Step[] = [];
  let last: number | undefined;
  for (let place = 0; place < places; place++) {
    const has = known(place);
    if (has === undefined) continue;
    if (last !== undefined && known(last) !== has) steps.push({ before: last, first: place, has });
    last = place;
  }
  return steps;
}

/** A release that is to be asked next, and for which of the capabilities. */
export interface Wanted<Name> {
  readonly place: number;
  readonly names: readonly Name[];
}

/**
 * What to ask next, to find the first release of each change: the middle of each interval in which there is one, the middles that serve the
 * most capabilities first. Several at once, because releases are installed together more quickly; none if all is known.
 *
 * @param skipped places that cannot be asked
 */
export function wantedNext<Name>(
  capabilities: readonly { readonly name: Name; readonly known: KnownAt }[],
  places: number,
  skipped: ReadonlySet<number>,
): Wanted<Name>[] {
  const byPlace = new Map<number, Name[]>();
  for (const { name, known } of capabilities) {
    for (const { before, first } of stepsOf(known, places)) {
      const place = middle(before, first, skipped);
      if (place === undefined) continue;
      const names = byPlace.get(place) ?? [];
      byPlace.set(place, names);
      names.push(name);
    }
  }
  return [...byPlace]
    .map(([place, names]) => ({ place, names }))
    .sort((a, b) => b.names.length - a.names.length || a.place - b.place);
}

/** The place between two that is nearest to their middle; `undefined` if none can be asked. */
function middle(before: number, first: number, skipped: ReadonlySet<number>): number | undefined {
  const between = Array.from({ length: Math.max(0, first - before - 1) }, (_, index) => before + 1 + index);
  const centre = (before + first) / 2;
  return between
    .filter((place) => !skipped.has(place))
    .sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre) || a - b)[0];
}
