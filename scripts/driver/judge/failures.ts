import type { ProcessRecord } from "../bouts/process-record.ts";
import { type Side, sides } from "../bouts/upgrade-cell.ts";
import { fisherExact } from "../statistics/fisher-exact.ts";

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

/** So many processes of a version have to fail, or to end well, before it is taken at its word. */
const enough = 2;
/** What fails always, on one side only, does so in this many pairs: of what fails half of the time, 1 in 256 would. */
const always = 4;
/** What fails now and then is looked at after so many pairs, each time with this probability of blaming chance on a version. */
const looks: readonly number[] = [8, 16, 24, 32, 40];
const misrate = 0.005;
/** What fails in fewer of the pairs is not looked into any further. */
const rare = 1 / 8;

/** Judges the failures of one cell. A failure has to recur, and more on one side than chance explains, to be a change. */
export function judgeFailures(processes: readonly ProcessRecord[]): Failures {
  const [old, own] = sides.map((side) => tally(side, processes)) as [Tally, Tally];
  if (old.failed + own.failed === 0) return { kind: "none" };
  const note = [own, old].flatMap((side) => (side.failed > 0 ? side.note : [])).join("; ");
  if (alwaysFails(old) && alwaysFails(own)) return { kind: "failed", note };
  if (own.certain && endsWell(old)) return { kind: "broke", note };
  if (old.certain && endsWell(own)) return { kind: "fixed", note };
  const pairs = Math.min(old.processes, own.processes);
  if (pairs >= always && alwaysFails(own) && old.failed === 0) return { kind: "broke", note };
  if (pairs >= always && alwaysFails(old) && own.failed === 0) return { kind: "fixed", note };
  // A decision stands once it is made, whatever the pairs behind it show.
  for (const look of looks) {
    if (pairs < look) return { kind: "unclear", note };
    const [before, after] = sides.map((side) => tally(side, processes, look)) as [Tally, Tally];
    if (fisherExact(after.failed, before.failed, look) <= misrate) return { kind: "broke", note };
    if (fisherExact(before.failed, after.failed, look) <= misrate) return { kind: "fixed", note };
    if (mostlyFails(before) && mostlyFails(after)) return { kind: "failed", note };
    if (before.failed + after.failed < rare * look) break;
  }
  return { kind: "rare", note };
}

/** @param first counts its first processes only */
function tally(side: Side, processes: readonly ProcessRecord[], first?: number): Tally {
  const own = processes.filter((process) => process.side === side).slice(0, first);
  const errors = own.flatMap(({ result }) => (result.status === "ok" ? [] : [result]));
  const [earliest] = errors;
  const how = earliest?.status === "unsupported" ? "not supported: " : "";
  return {
    processes: own.length,
    failed: errors.length,
    certain: earliest?.status === "unsupported",
    note: `${side} failed in ${errors.length} of ${own.length} processes: ${how}${earliest?.error}`,
  };
}

function mostlyFails({ processes, failed }: Tally): boolean {
  return 2 * failed >= processes;
}

function alwaysFails({ processes, failed, certain }: Tally): boolean {
  return certain || (failed >= enough && failed === processes);
}

function endsWell({ processes, failed }: Tally): boolean {
  return processes - failed >= enough;
}
