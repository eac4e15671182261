import type { ProcessRecord } from "./process-record.ts";
import { type Side, sides } from "./upgrade-cell.ts";

/** What the processes of a cell that did not end well say about the two versions. */
export type Failures =
  | { readonly kind: "none" }
  /** Some failed, and it takes more processes to tell what that means. */
  | { readonly kind: "unclear"; readonly note: string }
  /** Some failed, but not enough to blame a version: the times of the others count. */
  | { readonly kind: "rare"; readonly note: string }
  | { readonly kind: "broke" | "fixed" | "failed"; readonly note: string };

interface Tally {
  readonly processes: number;
  readonly failed: number;
  /** A failure cannot be chance: the version lacks what the workload needs. */
  readonly certain: boolean;
  readonly note: string;
}

/** So often a version has to fail, or to end well, to be taken at its word. */
const enough = 2;

/** A single failure is looked into with so many more processes of each version. */
const moreProcesses = 8;

/** Judges the failures of one cell. A failure has to recur, and on one side only, to be a change. */
export function judgeFailures(processes: readonly ProcessRecord[]): Failures {
  const [old, own] = sides.map((side) => tally(side, processes)) as [Tally, Tally];
  if (old.failed + own.failed === 0) return { kind: "none" };
  const note = [own, old].flatMap((side) => (side.failed > 0 ? side.note : [])).join("; ");
  const [oldFails, newFails] = [fails(old), fails(own)];
  if (oldFails && newFails) return { kind: "failed", note };
  if (newFails && endsWell(old)) return { kind: "broke", note };
  if (oldFails && endsWell(own)) return { kind: "fixed", note };
  // Not most of the time, but again, and on one side only.
  if (own.failed >= enough && old.failed === 0 && endsWell(old)) return { kind: "broke", note };
  if (old.failed >= enough && own.failed === 0 && endsWell(own)) return { kind: "fixed", note };
  const both = Math.min(old.processes, own.processes);
  return { kind: both < moreProcesses + enough ? "unclear" : "rare", note };
}

function tally(side: Side, processes: readonly ProcessRecord[]): Tally {
  const own = processes.filter((process) => process.side === side);
  const errors = own.flatMap(({ result }) => (result.status === "ok" ? [] : [result]));
  const [first] = errors;
  const how = first?.status === "unsupported" ? "not supported: " : "";
  return {
    processes: own.length,
    failed: errors.length,
    certain: first?.status === "unsupported",
    note: `${side} failed in ${errors.length} of ${own.length} processes: ${how}${first?.error}`,
  };
}

function fails({ processes, failed, certain }: Tally): boolean {
  return certain || (failed >= enough && 2 * failed >= processes);
}

function endsWell({ processes, failed }: Tally): boolean {
  return processes - failed >= enough;
}
