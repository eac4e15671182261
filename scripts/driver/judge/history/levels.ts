import { changePoints } from "../../statistics/e-divisive.ts";
import { welch } from "../../statistics/welch.ts";

/** A boundary between two levels: a release, and the one before it that has a figure. Both go by their places. */
export interface Boundary {
  readonly before: number;
  readonly place: number;
}

/** What the bouts have shown in which a release met the one before it; `undefined`: they have not met. */
export type Again = "differs" | "alike" | "open" | undefined;

/** One figure of a cell over the releases, as far as it has been measured. */
export interface Followed {
  /** By places: the effect of each bout with the reference. */
  readonly blocks: readonly (readonly number[])[];
  /** The smallest change that is a step, as an effect. */
  readonly least: number;
  /** The level of a release is told when it is known to within so much, as an effect. */
  readonly fine: number;
  again(boundary: Boundary): Again;
}

/** Where the level of a figure changes, and where that is not told yet. */
export interface Levels {
  /** Shown twice: by the whole series, and by bouts of the two releases. */
  readonly steps: readonly Boundary[];
  /** Seen in the series: the two releases have yet to meet. */
  readonly seen: readonly Boundary[];
  /** The level changes about here, and no two neighbours are shown to differ. */
  readonly unplaced: readonly Boundary[];
  /** Releases whose level could be another one than that of those around them, the most doubtful first. */
  readonly doubtful: readonly number[];
}

/**
 * The probability up to which the t-test shows a change. What it shows is measured again before it is said, so that it may be wrong now and then: in histories of 30
 * releases that were drawn from the noise of a real run, and in which nothing changes, it was in 58 of 400, and none of these said a step (`scripts/README.md` has the
 * command).
 */
const level = 1e-4;

/** A release gets no more bouts than this for its level, */
export const mostBouts = 96;
/** and no more with the one before it. What is not shown to differ by then is taken to be alike. */
export const mostBoutsAgain = 128;

/** A level's interval holds 99 % of a normal distribution. */
const z = 2.576;

/** Where a change is seen this near to so many boundaries that have been refuted, it comes in steps that are too small to be told. */
const near = 3;
const enough = 4;

/** Reads one figure of a cell over the releases. Follows from what was measured alone. */
export function levelsOf({ blocks, least, fine, again }: Followed): Levels {
  const boundaries = boundariesOf(blocks);
  const at = (wanted: Again): Boundary[] => boundaries.filter((each) => again(each) === wanted);
  const [steps, refuted] = [at("differs"), at("alike")];
  const found = changePoints(blocks, {
    ...{ level, least },
    known: new Set(steps.map(({ place }) => place)),
    closed: new Set(refuted.map(({ place }) => place)),
  });
  const changes = boundaries.filter(({ place }) => found.includes(place));
  const isAmidRefuted = ({ place }: Boundary): boolean =>
    refuted.filter((each) => Math.abs(each.place - place) <= near).length >= enough;
  const unplaced = changes.filter((each) => again(each) === undefined && isAmidRefuted(each));
  const levels = [...steps, ...changes].map(({ place }) => place).toSorted((a, b) => a - b);
  return {
    steps,
    seen: changes.filter((each) => !unplaced.includes(each)),
    unplaced: unplaced.map((each) => around(each, refuted)),
    doubtful: doubtfulPlaces(blocks, levels, fine),
  };
}

/** Neighbours among the releases that have figures. */
function boundariesOf(blocks: Followed["blocks"]): Boundary[] {
  const places = blocks.flatMap(({ length }, place) => (length > 0 ? place : []));
  return places.slice(1).map((place, index) => ({ before: places[index] ?? place, place }));
}

/** From the last release before all that was refuted near it, to the first behind it. */
function around({ before, place }: Boundary, refuted: readonly Boundary[]): Boundary {
  const close = refuted.filter((each) => Math.abs(each.place - place) <= near);
  return {
    before: Math.min(before, ...close.map((each) => each.before)),
    place: Math.max(place, ...close.map((each) => each.place)),
  };
}

/** Releases that cannot be told from those of their level by less than `fine`, with the interval of the difference. */
function doubtfulPlaces(blocks: Followed["blocks"], levels: readonly number[], fine: number): number[] {
  const ends = [...levels, blocks.length];
  const doubts = ends.flatMap((to, index) => {
    const from = index === 0 ? 0 : (ends[index - 1] ?? 0);
    return Array.from({ length: to - from }, (_, offset) => from + offset).flatMap((place) => {
      const block = blocks[place] ?? [];
      if (block.length === 0 || block.length >= mostBouts) return [];
      const others = blocks.slice(from, to).filter((_, offset) => from + offset !== place);
      const test = welch(others.flat(), block);
      if (test === undefined) return [];
      const reach = Math.abs(test.difference) + z * test.error;
      return reach >= fine ? { place, reach } : [];
    });
  });
  return doubts.toSorted((a, b) => b.reach - a.reach).map(({ place }) => place);
}
