import type { Side } from "./change.ts";

/** What is to be done next, by what is known of the releases of a path; they go by their places on it. */
export type Step =
  /** Measure a release with both ends. */
  | { readonly kind: "measure"; readonly place: number; readonly range: Range }
  /** Nothing is left to measure between the two: they are neighbours, or what lies between them tells nothing. */
  | { readonly kind: "end"; readonly range: Range };

/** The last place that is known to be on the old side, and the first one that is known to be on the new side. */
export interface Range {
  readonly last: number;
  readonly first: number;
}

/** A place of the path, as far as the search knows it. `unknown`: it has not been measured yet. */
export type Known = Exclude<Side, "open"> | "unclear" | "unknown";

/**
 * The next step of a search by halves. A release whose side cannot be told is passed over, and its nearest neighbours are asked instead. What lies between both
 * levels counts for the new side: the change has begun there.
 *
 * @param places how many releases the path has
 */
export function nextStep(places: number, known: (place: number) => Known): Step {
  let range: Range = { last: 0, first: places - 1 };
  for (;;) {
    const place = middleOf(range, known);
    if (place === undefined) return { kind: "end", range };
    const side = known(place);
    if (side === "unknown") return { kind: "measure", place, range };
    range = side === "old" ? { ...range, last: place } : { ...range, first: place };
  }
}

/** How many more releases are measured at most, if each tells its side. */
export function stepsLeft(range: Range, known: (place: number) => Known): number {
  return Math.ceil(Math.log2(placesBetween(range, known).length + 1));
}

/** The place nearest to the middle that can tell something; of two, the one before it. */
function middleOf(range: Range, known: (place: number) => Known): number | undefined {
  const centre = (range.last + range.first) / 2;
  const distance = (place: number): number => Math.abs(place - centre);
  return placesBetween(range, known).toSorted((a, b) => distance(a) - distance(b) || a - b)[0];
}

/** Those that can tell something. */
function placesBetween({ last, first }: Range, known: (place: number) => Known): number[] {
  return Array.from({ length: first - last - 1 }, (_, index) => last + 1 + index).filter(
    (place) => known(place) !== "unclear" && known(place) !== "unfit",
  );
}
