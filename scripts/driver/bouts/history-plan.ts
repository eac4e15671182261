import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { type CellOptions, cellsOf, isContender } from "./cells.ts";
import { type Contender, formatCell, type PlannedWorkload } from "./contender.ts";
import type { Comparison, Group, Plan } from "./plan.ts";
import { releasesGroup } from "./releases-group.ts";

/** A place in the range of releases, from 0. */
export type Place = number;

/** What is followed over the releases: a cell without its runtime. */
export interface FollowedCell {
  /** `sum-of-squares/inline-1/10x5000000`. */
  readonly id: string;
  /** Each release with the reference, by its place: bouts of those two alone. */
  readonly groups: readonly Group[];
}

/**
 * The plan of a history: each release meets the reference, cell by cell, in bouts of those two alone. So two releases have no bout in common, and their errors are
 * independent. The reference meets itself: that shows how far two of the same are apart. Where the level seems to change, the release and the one before
 * it meet in bouts of their own; by these the plan grows.
 *
 * Each group is measured in whole bouts and judged by itself, so that a part of them can be measured elsewhere.
 */
export class HistoryPlan implements Plan {
  readonly cells: readonly Contender[];
  readonly groups: Group[];
  readonly followed: readonly FollowedCell[];
  /** The comparisons by which steps are said: those of a release with the one before it. Grows. */
  readonly confirmations: Comparison[] = [];
  /** Why releases cannot be measured. */
  readonly missing: Map<Place, string> = new Map();
  /** Why nothing more can be installed. */
  halted: string | undefined;
  readonly #again = new Map<string, Group>();

  constructor(
    options: CellOptions,
    reference: JavaScriptRuntime,
    releases: readonly JavaScriptRuntime[],
    workloads: readonly PlannedWorkload[],
  ) {
    const references = cellsOf(options, [reference], workloads).filter(isContender);
    this.followed = references.map((baseline): FollowedCell => {
      const { workload, executor, threads, tasks, size } = baseline;
      return {
        id: formatCell({ workload: workload.name, executor, threads, tasks, size }),
        groups: releases.map((runtime) =>
          numbered(releasesGroup([baseline, underRelease(baseline, runtime)])),
        ),
      };
    });
    this.groups = this.followed.flatMap(({ groups }) => groups);
    this.cells = [...references, ...this.groups.flatMap(({ contenders }) => contenders.slice(1))];
  }

  /** The bouts of a release with the one before it; `undefined` before `meetAgain`. */
  again(cell: FollowedCell, before: Place, place: Place): Group | undefined {
    return this.#again.get(`${cell.id} ${before} ${place}`);
  }

  meetAgain(cell: FollowedCell, before: Place, place: Place): void {
    this.#add(cell, before, place, againGroup(cell, before, place));
  }

  /** Brings back the neighbours that have met. @param met names the groups that have had bouts */
  restore(met: ReadonlySet<string>): void {
    for (const cell of this.followed) {
      for (const place of cell.groups.keys()) {
        for (let before = 0; before < place; before++) {
          const group = againGroup(cell, before, place);
          if (met.has(group.id)) this.#add(cell, before, place, group);
        }
      }
    }
  }

  #add(cell: FollowedCell, before: Place, place: Place, group: Group): void {
    this.groups.push(group);
    this.confirmations.push(...group.comparisons);
    this.#again.set(`${cell.id} ${before} ${place}`, group);
  }
}

function againGroup({ groups }: FollowedCell, before: Place, place: Place): Group {
  const contenders = [before, place].flatMap((each) => groups[each]?.contenders[1] ?? []);
  return numbered(releasesGroup(contenders, "again"));
}

/** The bouts of each group are numbered by themselves: they go over the CPUs in turn. */
function numbered(group: Group): Group {
  return { ...group, work: group.id };
}

/** The cell of another release; of the same one, its twin. */
function underRelease(baseline: Contender, runtime: JavaScriptRuntime): Contender {
  const { workload, executor, threads, tasks, size } = baseline;
  const isTwin = runtime.label === baseline.runtime.label;
  const name = { workload: workload.name, runtime: runtime.label, executor, threads, tasks, size };
  return { ...baseline, runtime, id: formatCell({ ...name, ...(isTwin && { variant: "twin" }) }) };
}
