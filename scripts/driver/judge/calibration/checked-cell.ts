import type { Comparison } from "../../bouts/plan.ts";
import type { Sides } from "../pair.ts";
import type { JudgedRow } from "../verdict.ts";

/** What was checked: a contender against its twin, which was slowed down by a known share, with what came of it. */
export interface CheckedCell {
  readonly comparison: Comparison;
  /** The comparison's name without what makes it one of several of its kind. */
  readonly kind: string;
  readonly processes: Sides;
  /** The verdict on its time; `undefined` where it was not measured. */
  readonly row: JudgedRow | undefined;
}

/** The share by which the new side was slowed down. */
export function slowdownOf({ comparison }: CheckedCell): number {
  return comparison.cell.slowdown ?? 0;
}

/** How long its processes took together. */
export function tookMs({ processes: { baseline, cell } }: CheckedCell): number {
  return [...baseline, ...cell].reduce((sum, process) => sum + process.tookMs, 0);
}
