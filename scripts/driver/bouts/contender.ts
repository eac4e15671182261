import type { WorkloadDescription } from "../../../runners/cell/describe-workload.ts";
import type { InstalledRuntime, KnownRuntime } from "../releases/installed-runtime.ts";

/** A workload as the driver knows it: described, not loaded. */
export type PlannedWorkload = Extract<WorkloadDescription, { kind: "workload" }> & { readonly path: string };

/** What is measured in several fresh processes: a row of `summary.csv`. As it is known everywhere, also where it cannot be measured. */
export interface KnownCell {
  /** Names the cell in all files, as `formatCell` makes it: `sum-of-squares/node@26.10.0/pool-2/10x5000000`. */
  readonly id: string;
  readonly runtime: KnownRuntime;
  readonly workload: Pick<PlannedWorkload, "name" | "path">;
  readonly executor: string;
  /** 1 for an executor that has no threads. */
  readonly threads: number;
  readonly tasks: number;
  readonly size: number;
}

/** A cell on the machine that its run is planned on. */
export interface Cell extends KnownCell {
  readonly runtime: InstalledRuntime;
  readonly workload: PlannedWorkload;
}

/** A cell that can be measured: one process of it takes part in each bout of its group. */
export type Contender = Cell & {
  readonly runtime: Extract<InstalledRuntime, { status: "ready" }>;
  /** Share of its time that every run is made to take longer; only in a calibration. */
  readonly slowdown?: number;
};

/** What tells a cell from all others of its run. */
export interface CellName {
  readonly workload: string;
  /** The runtime with its release: `node@26.10.0`. Without it, the name is that of a comparison of two releases. */
  readonly runtime?: string;
  readonly executor: string;
  readonly threads: number;
  readonly tasks: number;
  readonly size: number;
  /** Tells cells apart that are the same in all else: `twin`. */
  readonly variant?: string;
}

/** `sum-of-squares/node@26.10.0/pool-2/10x5000000`. */
export function formatCell({ workload, runtime, executor, threads, tasks, size, variant }: CellName): string {
  const parts = [workload, runtime, `${executor}-${threads}`, `${tasks}x${size}`, variant];
  return parts.filter((part) => part !== undefined).join("/");
}

const cellPattern =
  /^(.+?)\/(?:((?:node|deno|bun|python|go)(?:@.+)?)\/)?([^/]+)-(\d+)\/(\d+)x(\d+)(?:\/([^/]+))?$/;

/** Takes a name apart that `formatCell` made; `undefined` for any other text. A runtime's name may be a path. */
export function parseCell(id: string): CellName | undefined {
  const found = cellPattern.exec(id);
  if (found === null) return undefined;
  const [, workload = "", runtime, executor = "", threads, tasks, size, variant] = found;
  return {
    workload,
    ...(runtime !== undefined && { runtime }),
    executor,
    threads: Number(threads),
    tasks: Number(tasks),
    size: Number(size),
    ...(variant !== undefined && { variant }),
  };
}
