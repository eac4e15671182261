import { plan } from "../commands/plan.ts";
import type { UpgradeOptions } from "../commands/upgrade-options.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import type { Cell, PlannedWorkload, RunnableCell } from "./contender.ts";

/** The two that are compared. */
export type Side = "old" | "new";

export const sides: readonly Side[] = ["old", "new"];

/** What is measured under both versions: a cell of the matrix, twice. */
export interface UpgradeCell extends Pick<Cell, "workload" | "executor" | "threads" | "tasks" | "size"> {
  /** Names the cell in all files: `sum-of-squares/pool-2/10x5000000`. */
  readonly id: string;
  readonly old: RunnableCell;
  readonly new: RunnableCell;
  /** Share by which the new side is slowed down on purpose; only in a calibration. */
  readonly slowdown?: number;
}

/** The two versions. */
export type Versions = Readonly<Record<Side, JavaScriptRuntime>>;

/** What is measured unless something else is asked for. */
export const defaultWorkloads: readonly string[] = ["@upgrade"];
const defaultExecutors: readonly string[] = ["inline", "pool"];

/**
 * Makes the cells of a check: those that a matrix of either version would have. The default set leaves the pool to the few
 * workloads that are about threads: the others show what an upgrade does to them inline, with less noise.
 */
export function upgradeCells(
  options: Pick<UpgradeOptions, "workloads" | "executors" | "threads" | "tasks" | "sizes">,
  versions: Versions,
  workloads: readonly PlannedWorkload[],
): UpgradeCell[] {
  const { executors = defaultExecutors } = options;
  const isDefaultSet = options.workloads === undefined && options.executors === undefined;
  const [before, after] = sides.map(
    (side) => plan({ ...options, executors }, [versions[side]], workloads).runnable,
  );
  return (before ?? []).flatMap((old, index) => {
    const own = after?.[index];
    const { workload, executor, threads, tasks, size } = old;
    const isLeftOut = isDefaultSet && executor !== "inline" && !workload.groups.includes("default");
    if (own === undefined || isLeftOut) return [];
    const id = `${workload.name}/${executor}-${threads}/${tasks}x${size}`;
    return { id, workload, executor, threads, tasks, size, old, new: own };
  });
}
