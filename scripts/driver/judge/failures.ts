import type { KnownComparison } from "../bouts/plan.ts";
import type { ProcessRecord } from "../bouts/process-record.ts";
import { fisherExact } from "../statistics/fisher-exact.ts";
import type { Sides } from "./pair.ts";

/** What the processes that did not end well say about the two sides of a comparison. */
export type Failures =
  | { readonly kind: "none" }
  /** Some failed, and it takes more processes to tell what that means. */
  | { readonly kind: "unclear"; readonly note: string }
  /** Some failed, but not enough to blame one side: the times of the others count. */
  | { readonly kind: "rare"; readonly note: string }
  | { readonly kind: "broke" | "fixed" | "failed"; readonly note: string };

interface Tally {
  readonly processes: number;
  readonly failed: number;
  /** A failure cannot be chance: the runtime lacks what the workload needs. */
  readonly certain: boolean;
  readonly note: string;
}

/** So many processes of a release have to fail, or to end well, before it is taken at its word. */
const enough = 2;
/** What fails always, on one side only, does so in this many pairs: of what fails half of the time, 1 in 256 would. */
const always = 4;
/** What fails now and then is looked at after so many pairs, each time with this probability of blaming chance on a release. */
const looks: readonly number[] = [8, 16, 24, 32, 40];
const misrate = 0.005;
/** What fails in fewer of the pairs is not looked into any further. */
const rare = 1 / 8;

/**
 * Judges the failures of one comparison. Between two releases, a failure has to recur, and more on one side than chance
 * explains, to be a change. Else a contender that has failed once is out.
 */
export function judgeFailures({ question, words }: KnownComparison, sides: Sides): Failures {
  const before = tally(words.baseline, sides.baseline);
  const after = tally(words.cell, sides.cell);
  if (before.failed + after.failed === 0) return { kind: "none" };
  const note = [after, before].flatMap((side) => (side.failed > 0 ? side.note : [])).join("; ");
  if (question !== "release") {
    return { kind: before.failed === 0 ? "broke" : after.failed === 0 ? "fixed" : "failed", note };
  }
  if (alwaysFails(before) && alwaysFails(after)) return { kind: "failed", note };
  if (after.certain && endsWell(before)) return { kind: "broke", note };
  if (before.certain && endsWell(after)) return { kind: "fixed", note };
  const pairs = Math.min(before.processes, after.processes);
  if (pairs >= always && alwaysFails(after) && before.failed === 0) return { kind: "broke", note };
  if (pairs >= always && alwaysFails(before) && after.failed === 0) return { kind: "fixed", note };
  // A decision stands once it is made, whatever the pairs behind it show.
  for (const look of looks) {
    if (pairs < look) return { kind: "unclear", note };
    const [old, young] = [sides.baseline, sides.cell].map((side) => tally("", side, look)) as [Tally, Tally];
    if (fisherExact(young.failed, old.failed, look) <= misrate) return { kind: "broke", note };
    if (fisherExact(old.failed, young.failed, look) <= misrate) return { kind: "fixed", note };
    if (mostlyFails(old) && mostlyFails(young)) return { kind: "failed", note };
    if (old.failed + young.failed < rare * look) break;
  }
  return { kind: "rare", note };
}

/** @param first counts the first processes only */
function tally(word: string, processes: readonly ProcessRecord[], first?: number): Tally {
  const counted = processes.slice(0, first);
  const errors = counted.flatMap(({ result }) => (result.status === "ok" ? [] : [result]));
  const [earliest] = errors;
  const how = earliest?.status === "unsupported" ? "not supported: " : "";
  return {
    processes: counted.length,
    failed: errors.length,
    certain: earliest?.status === "unsupported",
    note: `${word} failed in ${errors.length} of ${counted.length} processes: ${how}${earliest?.error}`,
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
