import type { HistoryRecord } from "../../bouts/environment.ts";
import type { Place } from "../../bouts/history-plan.ts";
import { median } from "../../statistics/median.ts";
import { isJudged, type JudgedRow } from "../verdict.ts";
import type { CellHistory, Chronicle, FigureHistory } from "./chronicle.ts";
import type { Boundary } from "./levels.ts";

/** One figure of a cell under one release. */
export interface ReleaseState {
  readonly place: Place;
  readonly release: string;
  /** ISO 8601. */
  readonly published: string | undefined;
  readonly cell: string;
  readonly metric: string;
  readonly better: "lower" | "higher";
  /** `no reference`: it runs, and the reference does not. */
  readonly status: "ok" | "does not run" | "no reference" | "not installed" | "not measured";
  /** Against the reference. */
  readonly row: JudgedRow | undefined;
  readonly bouts: number;
  /** That of its level, against the reference. */
  readonly levelRatio: number | undefined;
  readonly change: Change;
  readonly notes: readonly string[];
}

/** Whether a level begins with a release. */
type Change =
  /** It has not been measured. */
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  /** `row` is that of the release against the one before it. */
  | { readonly kind: "slower" | "faster"; readonly against: string; readonly row: JudgedRow }
  | { readonly kind: "broke" | "fixed"; readonly against: string };

/** Every figure of every cell under every release, in the order of the range. */
export function releaseStates(chronicle: Chronicle, { releases, reference }: Described): ReleaseState[] {
  const name = reference.split("@")[0] ?? "";
  const labels = releases.map(({ version }) => `${name}@${version}`);
  return chronicle.cells.flatMap((history) => {
    const known = history.figures.length > 0 ? history.figures : [nothingYet(releases.length)];
    return known.flatMap((figure) =>
      releases.flatMap(({ published }, place): ReleaseState[] => {
        const state = stateOf(chronicle, history, figure, place, labels, reference);
        // What does not run is told once, by the time.
        const isTold = figure.metric === "wall_ms" || state.status === "ok";
        return isTold ? [{ ...state, published }] : [];
      }),
    );
  });
}

type Described = Pick<HistoryRecord, "releases" | "reference">;

function nothingYet(places: number): FigureHistory {
  const levels = { steps: [], seen: [], unplaced: [], doubtful: [] };
  const scale = { effect: Math.log, ratio: Math.exp };
  return { metric: "wall_ms", better: "lower", blocks: new Array(places).fill([]), scale, levels };
}

function stateOf(
  chronicle: Chronicle,
  { cell, figures }: CellHistory,
  figure: FigureHistory,
  place: Place,
  labels: readonly string[],
  reference: string,
): Omit<ReleaseState, "published"> {
  const { metric, better, blocks, levels } = figure;
  const group = cell.groups[place];
  const row = group && chronicle.row(group, metric);
  const status = statusOf(chronicle, figures, place, cell);
  const base = { place, release: labels[place] ?? "", cell: cell.id, metric, better, status };
  const bouts = blocks[place]?.length ?? 0;
  const judged = row !== undefined && isJudged(row) && bouts > 0 ? row : undefined;
  const label = (boundary: Boundary): string => `${labels[boundary.before]} and ${labels[boundary.place]}`;
  const open = levels.seen.some((each) => each.place === place);
  const between = levels.unplaced.find((each) => each.before < place && place <= each.place);
  const isDoubtful = metric === "wall_ms" && levels.doubtful.includes(place) && !open;
  const missing = chronicle.plan.missing.get(place);
  return {
    ...base,
    row: judged,
    bouts,
    levelRatio: levelRatio(figure, place),
    change: changeOf(chronicle, { cell, figures }, figure, place, labels),
    notes: [
      ...(status === "not installed" && missing !== undefined ? [missing] : []),
      ...(status === "does not run" ? (row?.notes ?? []) : []),
      ...(status === "no reference" ? [`${reference} does not run it, so there is no ratio`] : []),
      ...(open ? ["the level may change here, which has not been confirmed yet"] : []),
      ...(between
        ? [`the level changes between ${label(between)}, in no single release that could be told`]
        : []),
      ...(isDoubtful ? ["its level is not known well enough to rule out a step"] : []),
      ...(judged?.notes ?? []),
    ],
  };
}

function statusOf(
  chronicle: Chronicle,
  figures: readonly FigureHistory[],
  place: Place,
  { groups }: CellHistory["cell"],
): ReleaseState["status"] {
  const group = groups[place];
  const broken = group && chronicle.brokenRow(group);
  if (broken !== undefined) return broken.verdict === "fixed" ? "no reference" : "does not run";
  if (figures.some(({ blocks }) => (blocks[place]?.length ?? 0) > 0)) return "ok";
  return chronicle.plan.missing.has(place) ? "not installed" : "not measured";
}

function changeOf(
  chronicle: Chronicle,
  { cell, figures }: CellHistory,
  { metric, levels }: FigureHistory,
  place: Place,
  labels: readonly string[],
): Change {
  const runs = (each: Place): boolean | undefined => {
    const status = statusOf(chronicle, figures, each, cell);
    return status === "ok" || status === "no reference"
      ? true
      : status === "does not run"
        ? false
        : undefined;
  };
  const isRunning = runs(place);
  if (isRunning === undefined) return { kind: "unknown" };
  if (metric === "wall_ms") {
    const before = labels.map((_, each) => each).findLast((each) => each < place && runs(each) !== undefined);
    if (before !== undefined && runs(before) !== isRunning) {
      return { kind: isRunning ? "fixed" : "broke", against: labels[before] ?? "" };
    }
  }
  const step = levels.steps.find((each) => each.place === place);
  const row = step && chronicle.againRow(cell, step, metric);
  if (step === undefined || row === undefined || !isJudged(row)) return { kind: "none" };
  const kind = row.verdict === "slower" ? "slower" : "faster";
  return { kind, against: labels[step.before] ?? "", row };
}

/** The middle of all bouts of the releases on the same level. */
function levelRatio({ blocks, levels, scale }: FigureHistory, place: Place): number | undefined {
  if ((blocks[place]?.length ?? 0) === 0 || scale.ratio === undefined) return undefined;
  const begins = levels.steps.map((each) => each.place);
  const from = begins.findLast((each) => each <= place) ?? 0;
  const to = begins.find((each) => each > place) ?? blocks.length;
  const centre = median(blocks.slice(from, to).flat());
  return centre === undefined ? undefined : scale.ratio(centre);
}
