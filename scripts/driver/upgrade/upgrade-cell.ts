import type { Cell, PlannedWorkload, RunnableCell } from "../cell.ts";
import type { JavaScriptRuntime } from "../installed-runtime.ts";
import { plan } from "../plan.ts";
import type { UpgradeOptions } from "./upgrade-options.ts";

/** The two that are compared. */
export type Side = "old" | "new";

export const sides: readonly Side[] = ["old", "new"];

/** What is measured under both versions: a cell of the matrix, twice. */
export interface UpgradeCell extends Pick<Cell, "workload" | "executor" | "threads" | "tasks" | "size"> {
  /** Names the cell in all files: `sum-of-squares/pool-2/10x5000000`. */
  readonly id: string;
  readonly old: RunnableCell;
  readonly new: RunnableCell;
}

/** The two versions. */
export type Versions = Readonly<Record<Side, JavaScriptRuntime>>;

/** Makes the cells of a check: those that a matrix of either version would have. */
export function upgradeCells(
  options: Pick<UpgradeOptions, "executors" | "threads" | "tasks" | "sizes">,
  versions: Versions,
  workloads: readonly PlannedWorkload[],
): UpgradeCell[] {
  const after = plan(options, [versions.new], workloads).runnable;
  return plan(options, [versions.old], workloads).runnable.flatMap((old, index) => {
    const own = after[index];
    if (own === undefined) return [];
    const { workload, executor, threads, tasks, size } = old;
    const id = `${workload.name}/${executor}-${threads}/${tasks}x${size}`;
    return { id, workload, executor, threads, tasks, size, old, new: own };
  });
}
