import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import type { PlannedWorkload } from "./contender.ts";
import type { Group, Plan } from "./plan.ts";
import { contenderPairs, pairGroup, type UpgradePlanOptions } from "./upgrade-plan.ts";

/** The plan of a calibration, and of which kind each of its checks is. */
export interface CalibratePlan extends Plan {
  /** By the group's id: the name of the cell without what makes it one of several checks. */
  readonly kinds: ReadonlyMap<string, string>;
}

/** Each cell against its twin: several times as it is, and slowed down by each known share. */
export function calibratePlan(
  options: UpgradePlanOptions & { readonly repeats: number },
  slowdowns: readonly number[],
  runtime: JavaScriptRuntime,
  workloads: readonly PlannedWorkload[],
): CalibratePlan {
  const kinds = new Map<string, string>();
  const groups = contenderPairs(options, { old: runtime, new: runtime }, workloads).flatMap(([cell]) => {
    const kind = pairGroup(cell, cell).id;
    const check = (variant: string, slowdown: number): Group => {
      // Both sides are wrapped alike, so that the wrapping by itself makes no difference.
      const group = pairGroup({ ...cell, slowdown: 0 }, { ...cell, slowdown }, variant);
      kinds.set(group.id, kind);
      return group;
    };
    return [
      ...Array.from({ length: options.repeats }, (_, index) => check(`nothing-${index + 1}`, 0)),
      ...slowdowns.map((slowdown) => check(`slower-by-${100 * slowdown}-percent`, slowdown)),
    ];
  });
  return { cells: groups.flatMap(({ contenders }) => contenders), groups, kinds };
}
