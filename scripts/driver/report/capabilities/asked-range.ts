import type { Probe } from "../../bouts/probe.ts";
import type { ProbeAnswer } from "../../bouts/probe-answers.ts";
import { type KnownAt, stepsOf } from "../../judge/capabilities/since.ts";
import type { ReleaseRange } from "../../releases/release-range.ts";

/** A range of releases of which some were asked. */
export interface AskedRange {
  readonly range: ReleaseRange;
  /** Why a release could not be asked, by its place. */
  readonly missing: ReadonlyMap<number, string>;
}

/** A release of a range as a spec, and as it is called in tables. */
export function releaseLabel({ spec, versions }: ReleaseRange, place: number): string {
  return [`${spec.runtime.name}@${versions[place]}`, ...spec.flags].join(" ");
}

/** Whether each release of a range has what a probe asks for, as far as it was asked. */
export function knownAt(
  { range }: AskedRange,
  probe: Pick<Probe, "name">,
  answers: readonly ProbeAnswer[],
): KnownAt {
  const byRelease = new Map(
    answers.filter((each) => each.probe === probe.name).map((each) => [each.release, each.answer === "yes"]),
  );
  return (place) => byRelease.get(releaseLabel(range, place));
}

/** A release from which on a capability is there, or is not there any more. */
interface Change {
  readonly has: boolean;
  readonly first: string;
  readonly lastBefore: string;
  /** Whether no release between these two is left to be asked. */
  readonly isExact: boolean;
}

/** What a range has come to for one probe. */
export interface RangeAnswer {
  /** Whether the first release that was asked has it; `undefined` where none was asked. */
  readonly begins: boolean | undefined;
  readonly changes: readonly Change[];
}

/** Reads the answers to a probe along a range. */
export function rangeAnswer(
  asked: AskedRange,
  probe: Pick<Probe, "name">,
  answers: readonly ProbeAnswer[],
): RangeAnswer {
  const { versions } = asked.range;
  const known = knownAt(asked, probe, answers);
  const first = versions.findIndex((_, place) => known(place) !== undefined);
  return {
    begins: first === -1 ? undefined : known(first),
    changes: stepsOf(known, versions.length).map(({ before, first, has }) => ({
      has,
      first: versions[first] ?? "",
      lastBefore: versions[before] ?? "",
      isExact: first === before + 1,
    })),
  };
}

/** `always`, `since 22.3.0`, `until 19.1.0`, `no`; where it comes and goes, each of its times. */
export function rangeText({ begins, changes }: RangeAnswer): string {
  if (begins === undefined) return "";
  if (changes.length === 0) return begins ? "always" : "no";
  const since = ({ first, lastBefore, isExact }: Change): string =>
    isExact ? first : `${first} or earlier (not ${lastBefore})`;
  const until = ({ first, lastBefore, isExact }: Change): string =>
    isExact ? lastBefore : `${lastBefore} or later (not ${first})`;
  const parts: string[] = [];
  const [head] = changes;
  if (begins && head !== undefined) parts.push(`until ${until(head)}`);
  for (const [index, change] of changes.entries()) {
    if (!change.has) continue;
    const end = changes[index + 1];
    parts.push(end === undefined ? `since ${since(change)}` : `${since(change)} to ${until(end)}`);
  }
  return parts.join(", ");
}
