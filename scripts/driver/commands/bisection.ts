import type { BisectPlan } from "../bouts/bisect-plan.ts";
import type { Contender } from "../bouts/contender.ts";
import type { Standing } from "../bouts/next-bouts.ts";
import type { Group } from "../bouts/plan.ts";
import type { RunFolder } from "../bouts/run-folder.ts";
import { positionOf } from "../judge/bisect/position.ts";
import { type Meeting, type Observed, type Stage, stageOf } from "../judge/bisect/stage.ts";
import type { Judgements } from "../judge/judgements.ts";
import { isJudged, type VerdictRow } from "../judge/verdict.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { RuntimeUnavailable } from "../releases/runtime-unavailable.ts";
import { stageText } from "../report/bisect/stage-text.ts";
import type { Steering } from "./measuring-command.ts";

/** What a search goes by. */
export interface Search {
  readonly plan: BisectPlan;
  readonly folder: RunFolder;
  readonly judgements: Judgements;
  /** The figure that is followed. */
  readonly metric: string;
  /** "Same" within so much is as fine as is asked for, as a part of 1. */
  readonly finest: number;
  /** What the releases are called, by their places: `bun@1.3.9`. */
  readonly labels: readonly string[];
  readonly signal: AbortSignal;
  /** Installs the release of a place. @throws {RuntimeUnavailable} */
  install(place: number): Promise<JavaScriptRuntime>;
}

/**
 * A search for the release that made a difference, over the one engine: it lets releases meet, and ends each meeting as soon as that has
 * said what the search asks of it. All that it knows follows from the judgements, so a search that is resumed takes the same way again.
 */
export class Bisection implements Steering {
  readonly #search: Search;
  /** Those that have been worked out, by what they follow from. */
  readonly #positions = new Map<string, -1 | 0 | 1>();

  constructor(search: Search) {
    this.#search = search;
  }

  /** How far the search is. */
  get stage(): Stage {
    return stageOf(this.observed);
  }

  async grow(): Promise<void> {
    const { plan, signal } = this.#search;
    plan.halted ??= this.#withoutFigure();
    while (plan.halted === undefined && !signal.aborted) {
      const { stage } = this;
      if (this.#groupOf(stage) !== undefined) return;
      if (stage.kind === "pair") plan.meetEachOther(stage.range.last, stage.range.first);
      if (stage.kind !== "middle") return;
      if (plan.contender(stage.place) === undefined) await this.#install(stage.place);
      else plan.meetEnds(stage.place);
    }
  }

  standing(group: Group): Standing {
    const isNext = this.#search.plan.halted === undefined && this.#groupOf(this.stage) === group;
    return { need: isNext ? "decide" : "settled", missing: 0 };
  }

  wanted({ contenders }: Group): readonly Contender[] {
    return contenders;
  }

  progress(): string {
    return stageText(this.stage, this.#search.labels);
  }

  /** What has been measured until now. */
  get observed(): Observed {
    const { plan, finest } = this.#search;
    return {
      places: plan.places,
      ends: this.meetingOf(plan.ends),
      middle: (place) => this.#meeting(plan.middle(place)),
      pair: ({ last, first }) => this.#meeting(plan.pair(last, first)),
      isMissing: (place) => plan.missing.has(place),
      finest,
    };
  }

  /** Those that are to meet now. */
  #groupOf(stage: Stage): Group | undefined {
    const { plan } = this.#search;
    if (stage.kind === "ends") return plan.ends;
    if (stage.kind === "middle") return plan.middle(stage.place);
    return stage.kind === "pair" ? plan.pair(stage.range.last, stage.range.first) : undefined;
  }

  #meeting(group: Group | undefined): Meeting | undefined {
    return group && this.meetingOf(group);
  }

  /** What the releases of a group have shown in their bouts. */
  meetingOf(group: Group): Meeting {
    const { folder, metric } = this.#search;
    const processes = group.contenders.map((each) => folder.processesOf(each, group.id));
    const [old = [], middle = [], own = []] = processes;
    const bouts = Math.min(...processes.map(({ length }) => length));
    return {
      bouts,
      rows: group.comparisons.map((comparison) => this.#row(comparison)),
      position: (change) => {
        const key = `${group.id} ${bouts} ${change.of}`;
        const known = this.#positions.get(key) ?? positionOf({ old, middle, new: own }, change, metric);
        this.#positions.set(key, known);
        return known;
      },
    };
  }

  /** The row of the figure; that of the time where the workload does not run. */
  #row(comparison: Group["comparisons"][number]): VerdictRow | undefined {
    const { judgements, metric } = this.#search;
    const { rows } = judgements.of(comparison);
    return rows.find((row) => row.metric === metric || (row.metric === "wall_ms" && !isJudged(row)));
  }

  /** Says so where the workload runs at both ends, and does not report the figure at both. */
  #withoutFigure(): string | undefined {
    const { plan, judgements, metric } = this.#search;
    const all = judgements.rows(plan.ends.comparisons);
    const untold = all.find((each) => each.metric === metric && each.verdict === "unsupported");
    if (untold !== undefined) return `${metric} is unsupported: ${untold.notes.join("; ")}`;
    const rows = all.filter(isJudged);
    const isMeasured = rows.some(({ pairs }) => pairs > 0);
    const row = rows.find((each) => each.metric === metric);
    if (!isMeasured || (row !== undefined && row.pairs > 0)) return undefined;
    const known = rows.map((each) => each.metric).join(", ");
    return row === undefined
      ? `the workload reports no figure "${metric}"; it has ${known}`
      : `of the two ends, ${row.notes.at(-1)}`;
  }

  async #install(place: number): Promise<void> {
    const { plan, signal, install } = this.#search;
    try {
      plan.add(place, await install(place));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RuntimeUnavailable)) throw error;
      if (concernsOneRelease(error)) plan.missing.set(place, error.message);
      else plan.halted = error.message;
    }
  }
}

/** Whether others might be had: it is neither the network nor the disk. */
function concernsOneRelease({ cause }: RuntimeUnavailable): boolean {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code === undefined || ["E404", "ETARGET", "EBADPLATFORM", "EINTEGRITY"].includes(code);
}
