import type { WorkloadDescription } from "../../../runners/describe-workload.ts";
import type { InstalledRuntime } from "../releases/installed-runtime.ts";

/** A workload as the driver knows it: described, not loaded. */
export type PlannedWorkload = Extract<WorkloadDescription, { kind: "workload" }> & { readonly path: string };

/** One cell of the matrix: what is measured, in several fresh processes. */
export interface Cell {
  /** Names the cell in all files: `sum-of-squares/node@26.10.0/pool-2/10x5000000`. */
  readonly id: string;
  readonly runtime: InstalledRuntime;
  readonly workload: PlannedWorkload;
  readonly executor: string;
  /** 1 for an executor that has no threads. */
  readonly threads: number;
  readonly tasks: number;
  readonly size: number;
}

/** A cell whose runtime is there. */
export type RunnableCell = Cell & { readonly runtime: Extract<InstalledRuntime, { status: "ready" }> };
