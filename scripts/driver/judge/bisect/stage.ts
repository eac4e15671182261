import { isJudged, type VerdictRow } from "../verdict.ts";
import { type Change, changeOf, type Shift, type Side, shareOf, sideOf } from "./change.ts";
import { type Known, nextStep, type Range, stepsLeft } from "./search.ts";

/** Releases that have met in bouts: what is said of each one and the one before it, of the figure that is looked for. */
export interface Meeting {
  readonly bouts: number;
  readonly rows: readonly (VerdictRow | undefined)[];
  /** Of three: to which end the one between them is shown to be nearer, -1 to the old one, 1 to the new one. */
  position(change: Shift): -1 | 0 | 1;
}

/** On which side the release is that has met both ends. */
export function sideIn({ rows: [fromOld, toNew], position }: Meeting, change: Change): Side {
  return sideOf(change, fromOld, toNew, position);
}

/** What has been measured along a path of releases. */
export interface Observed {
  /** How many releases the path has. */
  readonly places: number;
  readonly ends: Meeting;
  /** A release with both ends; `undefined` before they have met. */
  middle(place: number): Meeting | undefined;
  /** Two releases alone. */
  pair(range: Range): Meeting | undefined;
  /** The release cannot be had. */
  isMissing(place: number): boolean;
  /** "Same" within so much is as fine as is asked for, as a part of 1. */
  readonly finest: number;
}

/** How far a search has come. */
export type Stage =
  /** Whether the two ends differ is open. */
  | { readonly kind: "ends" }
  /** They do not. */
  | { readonly kind: "alike" }
  /** A release is to be measured with both ends, until its side is known. */
  | {
      readonly kind: "middle";
      readonly change: Change;
      readonly range: Range;
      readonly place: number;
      /** How many releases are measured from here on at most, if each tells its side. */
      readonly stepsLeft: number;
    }
  /** The last two are to be measured against each other. */
  | { readonly kind: "pair"; readonly change: Change; readonly range: Range }
  | Found
  | Narrowed;

/** The first release of the new level, and the one before it. */
interface Found {
  readonly kind: "found";
  readonly change: Change;
  readonly range: Range;
  /** The two against each other. */
  readonly row: VerdictRow;
}

/** Where the change is, as closely as it could be told. */
interface Narrowed {
  readonly kind: "range";
  readonly change: Change;
  readonly range: Range;
  readonly why: "unclear" | "several" | "unconfirmed" | "unfinished";
}

/** What a search has come to when nothing more is measured. */
export type Outcome = { readonly kind: "undecided" } | { readonly kind: "alike" } | Found | Narrowed;

/** A release gets at least so many bouts before its side is given up, */
const fewestBouts = 24;
/** and so many times as many as it took to tell the ends apart: half of a change takes more than the whole. */
const patience = 3;
/** After so many bouts, "same" within more than is asked for is enough not to begin a search. */
const boutsForAlike = 32;

/** How far the search is, by what has been measured alone: it can be worked out again from the files of a run at any time. */
export function stageOf(observed: Observed): Stage {
  const { ends, places } = observed;
  const change = changeOf(ends.rows[0]);
  if (change === undefined) return { kind: areAlike(observed) ? "alike" : "ends" };
  const mostBouts = Math.max(fewestBouts, patience * ends.bouts);
  const known = (place: number): Known => knownOf(observed, change, place, mostBouts);
  const step = nextStep(places, known);
  const { range } = step;
  if (step.kind === "measure") {
    return { kind: "middle", change, range, place: step.place, stepsLeft: stepsLeft(range, known) };
  }
  for (let place = range.last + 1; place < range.first; place++) {
    if (known(place) === "unclear") return { kind: "range", change, range, why: "unclear" };
  }
  const pair = pairOf(observed, change, range);
  const row = pair?.rows[0];
  if (row?.verdict === change.kind) {
    if (isTheStep(observed, change, range, row)) return { kind: "found", change, range, row };
    return { kind: "range", change, range: levelsOf(observed, change, range), why: "several" };
  }
  if (pair === undefined || row === undefined || (pair.bouts < mostBouts && !isSame(row, observed))) {
    return { kind: "pair", change, range };
  }
  return { kind: "range", change, range: widened(observed, range), why: "unconfirmed" };
}

/** What it comes to if nothing more is measured. */
export function outcomeOf(stage: Stage, { rows: [row] }: Meeting): Outcome {
  switch (stage.kind) {
    case "ends":
      return { kind: row?.verdict === "same" ? "alike" : "undecided" };
    case "middle":
    case "pair":
      return { kind: "range", change: stage.change, range: stage.range, why: "unfinished" };
    default:
      return stage;
  }
}

/** Whether most of the change may lie between two neighbours: it is not shown to be less than half, nor is a third of it shown to be there before. */
function isTheStep({ middle }: Observed, change: Change, { last }: Range, row: VerdictRow): boolean {
  const fromOld = middle(last)?.rows[0];
  const [step, before] = [shareOf(change, row), fromOld && shareOf(change, fromOld)];
  return (step === undefined || step.high >= 1 / 2) && (before === undefined || before.low < 1 / 3);
}

function areAlike({ ends: { rows, bouts }, finest }: Observed): boolean {
  const [row] = rows;
  if (row === undefined) return false;
  if (row.verdict === "failed") return true;
  return (
    isJudged(row) && row.verdict === "same" && (bouts >= boutsForAlike || (row.threshold ?? 0) <= finest)
  );
}

function isSame(row: VerdictRow, { finest }: Observed): boolean {
  return isJudged(row) && row.verdict === "same" && (row.threshold ?? 0) <= finest;
}

function knownOf(observed: Observed, change: Change, place: number, mostBouts: number): Known {
  if (observed.isMissing(place)) return "unfit";
  const meeting = observed.middle(place);
  if (meeting === undefined) return "unknown";
  const side = sideIn(meeting, change);
  if (side !== "open" && side !== "between") return side;
  if (meeting.bouts < mostBouts) return "unknown";
  return side === "open" ? "unclear" : side;
}

/** Two releases that have met: alone, or, where it has shown the change already, as an end and another one. */
function pairOf(observed: Observed, change: Change, range: Range): Meeting | undefined {
  const { last, first } = range;
  const isOld = last === 0;
  const isNew = first === observed.places - 1;
  const trio = isOld && isNew ? observed.ends : isOld ? observed.middle(first) : observed.middle(last);
  const row = trio?.rows[isOld ? 0 : 1];
  const hasShown = (isOld || isNew) && row?.verdict === change.kind;
  return hasShown && trio ? { ...trio, rows: [row] } : observed.pair(range);
}

/** One of the two neighbours has been taken for what it is not: so from and to the next ones that were measured. */
function widened({ places, middle }: Observed, { last, first }: Range): Range {
  const isMeasured = (place: number): boolean => middle(place) !== undefined;
  const around = Array.from({ length: places }, (_, place) => place).filter(isMeasured);
  return {
    last: around.findLast((place) => place < last) ?? 0,
    first: around.find((place) => place > first) ?? places - 1,
  };
}

/** From the last release of the old level to the first one of the new level: between them, the change comes in several steps. */
function levelsOf(observed: Observed, change: Change, range: Range): Range {
  const isApart = (place: number, row: 0 | 1): boolean => {
    const meeting = observed.middle(place);
    return meeting === undefined || meeting.rows[row]?.verdict === change.kind;
  };
  let { last, first } = range;
  while (last > 0 && isApart(last, 0)) last--;
  while (first < observed.places - 1 && isApart(first, 1)) first++;
  return { last, first };
}
