import type { FollowedCell, HistoryPlan, Place } from "../../bouts/history-plan.ts";
import type { Group } from "../../bouts/plan.ts";
import type { RunFolder } from "../../bouts/run-folder.ts";
import type { Judgements } from "../judgements.ts";
import { relevantChange, type Threshold } from "../threshold.ts";
import { isJudged, type VerdictRow } from "../verdict.ts";
import { type GroupFigures, groupFigures, type LevelSeries, levelSeries } from "./level-series.ts";
import { type Again, type Boundary, type Levels, levelsOf, mostBoutsAgain } from "./levels.ts";

/** So many bouts give a release's ratio an interval. */
export const surveyBouts = 8;

/** The bouts of a release end at so many, even where most of them were disturbed. */
const mostSurveyBouts = 2 * surveyBouts;

/** A change of so much is looked for in every release: bouts go on until it is ruled out, as a part of 1. */
const lookedFor = 0.05;

/** One figure of a cell, with its levels. */
export interface FigureHistory extends LevelSeries {
  readonly levels: Levels;
}

/** A cell over the releases. */
export interface CellHistory {
  readonly cell: FollowedCell;
  readonly figures: readonly FigureHistory[];
}

/** What is known of a history as it stands; worked out anew when there are new processes. */
export class Chronicle {
  readonly plan: HistoryPlan;
  readonly #folder: RunFolder;
  readonly #judgements: Judgements;
  readonly #threshold: Threshold;
  readonly #figures = new Map<Group, { readonly processes: number; readonly figures: GroupFigures }>();
  readonly #cells = new Map<FollowedCell, { readonly seen: string; readonly history: CellHistory }>();

  constructor(plan: HistoryPlan, folder: RunFolder, judgements: Judgements, threshold: Threshold) {
    this.plan = plan;
    this.#folder = folder;
    this.#judgements = judgements;
    this.#threshold = threshold;
    // What has been said once does not depend on whether the series shows it again.
    plan.restore(new Set(folder.processes.map(({ group }) => group)));
  }

  get cells(): readonly CellHistory[] {
    return this.plan.followed.map((cell) => this.cell(cell));
  }

  cell(cell: FollowedCell): CellHistory {
    const known = this.#cells.get(cell);
    const seen = this.#seen();
    if (known?.seen === seen) return known.history;
    const series = levelSeries(cell.groups.map((group) => this.#figuresOf(group)));
    const figures = series.map((each): FigureHistory => {
      const { effect } = each.scale;
      const least = relevantChange(this.#threshold);
      const levels = levelsOf({
        blocks: each.blocks,
        least: effect(1 + least),
        fine: effect(1 + Math.max(least, lookedFor)),
        again: ({ before, place }) => this.again(cell, { before, place }, each.metric),
      });
      return { ...each, levels };
    });
    const history = { cell, figures };
    this.#cells.set(cell, { seen, history });
    return history;
  }

  /** Whether a release has had as many bouts with the reference as all get, or is known not to run. */
  isSurveyed(group: Group): boolean {
    if (this.brokenRow(group) !== undefined) return true;
    const bouts = this.bouts(group);
    const [time] = this.#figuresOf(group);
    return bouts >= mostSurveyBouts || (bouts >= surveyBouts && (time?.cell.length ?? 0) >= surveyBouts);
  }

  /** How many bouts a group has had. */
  bouts({ id, contenders }: Group): number {
    return Math.min(...contenders.map((each) => this.#folder.processesOf(each, id).length));
  }

  /** Whether it is shown of any release that it does not run a workload. */
  get hasBroken(): boolean {
    return this.plan.followed.some(({ groups }) =>
      groups.some((group) => this.brokenRow(group) !== undefined),
    );
  }

  /** What is said of a release against the reference. */
  row(group: Group, metric: string): VerdictRow | undefined {
    const rows = group.comparisons.flatMap((comparison) => this.#judgements.of(comparison).rows);
    return rows.find((row) => row.metric === metric || (row.metric === "wall_ms" && !isJudged(row)));
  }

  /** Says why there is no figure, where the release or the reference does not run the workload. */
  brokenRow(group: Group): VerdictRow | undefined {
    const row = this.row(group, "wall_ms");
    return row !== undefined && !isJudged(row) ? row : undefined;
  }

  /** What the bouts have shown in which two neighbours met. */
  again(cell: FollowedCell, boundary: Boundary, metric: string): Again {
    const group = this.plan.again(cell, boundary.before, boundary.place);
    if (group === undefined) return undefined;
    const row = this.row(group, metric);
    if (row === undefined || !isJudged(row)) return this.bouts(group) >= mostSurveyBouts ? "alike" : "open";
    const isStep = row.verdict === "slower" || row.verdict === "faster";
    if (isStep && isOwnChange(row)) return "differs";
    const isOver = this.bouts(group) >= mostBoutsAgain;
    return isOver || row.verdict === "same" ? "alike" : "open";
  }

  /** The verdict of two neighbours that have met. */
  againRow(cell: FollowedCell, { before, place }: Boundary, metric: string): VerdictRow | undefined {
    const group = this.plan.again(cell, before, place);
    return group && this.row(group, metric);
  }

  /** Releases between which nothing is left to be surveyed are neighbours for good. */
  areNeighbours(cell: FollowedCell, { before, place }: Boundary): boolean {
    const isKnown = (each: Place, group: Group): boolean =>
      this.plan.missing.has(each) || this.isSurveyed(group);
    return cell.groups.slice(before, place + 1).every((group, offset) => isKnown(before + offset, group));
  }

  #figuresOf(group: Group): GroupFigures {
    const processes = group.contenders.reduce(
      (sum, each) => sum + this.#folder.processesOf(each, group.id).length,
      0,
    );
    const known = this.#figures.get(group);
    if (known?.processes === processes) return known.figures;
    const figures = groupFigures(group, (cell, id) => this.#folder.processesOf(cell, id));
    this.#figures.set(group, { processes, figures });
    return figures;
  }

  /** Changes when there are new processes, which may make the verdicts of other cells stricter, and when no more are to come. */
  #seen(): string {
    return `${this.#folder.processes.length} ${this.plan.confirmations.length} ${this.#judgements.isConcluded}`;
  }
}

/** The slowest quarter alone makes no step of the time. */
function isOwnChange({ ratio, threshold }: Extract<VerdictRow, { pairs: number }>): boolean {
  return ratio === undefined || Math.abs(Math.log(ratio.value)) >= Math.log(1 + (threshold ?? 0)) - 1e-9;
}
