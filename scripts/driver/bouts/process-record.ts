import type { CellSample } from "../../../runners/cell/cell-request.ts";

/** What one process measured, or why it did not: a row of `processes.csv`, with its samples in `samples.csv`. */
export interface ProcessRecord {
  /** The contender's. */
  readonly cell: string;
  /** The group in whose bout it was. */
  readonly group: string;
  /** Number of the bout, from 1: the same for all that met in it. */
  readonly round: number;
  /** Number of the process within the run, from 1. */
  readonly process: number;
  readonly result: ProcessResult;
  /** How many cores other programs, and the host of a virtual machine, used in its turns; `null` is "not known". */
  readonly foreignCores: number | null;
  /** How long its turns were together. */
  readonly tookMs: number;
  /** Name of the machine that it was measured on, in a run of several shards. */
  readonly machine?: string;
}

export type ProcessResult =
  | { readonly status: "ok"; readonly samples: readonly CellSample[]; readonly checksum: string | null }
  | { readonly status: "failed" | "timeout" | "unsupported"; readonly error: string };

/** A process that measured its cell. */
export type MeasuredProcess = ProcessRecord & {
  readonly result: Extract<ProcessResult, { status: "ok" }>;
};

export function isMeasured(process: ProcessRecord): process is MeasuredProcess {
  return process.result.status === "ok";
}
