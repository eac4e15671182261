import type { Probe } from "../../bouts/probe.ts";
import type { ProbeAnswer } from "../../bouts/probe-answers.ts";
import { type Table, textEntry } from "../table.ts";
import { type AskedRange, rangeAnswer, rangeText, releaseLabel } from "./asked-range.ts";

/** What was asked, and of whom. */
export interface Asked {
  readonly probes: readonly Probe[];
  /** The releases that were asked everything, as they are called. */
  readonly releases: readonly string[];
  readonly ranges: readonly AskedRange[];
  readonly answers: readonly ProbeAnswer[];
}

/** A table for each subject: a row for each probe, a column for each release and each range. */
export function capabilityTables({ probes, releases, ranges, answers }: Asked): Table[] {
  const given = answersBy(answers);
  const subjects = Map.groupBy(probes, ({ subject }) => subject);
  const columns = [
    ...releases,
    ...ranges.map(
      ({ range }) => `${range.spec.runtime.name} ${range.versions[0]} to ${range.versions.at(-1)}`,
    ),
  ];
  return [...subjects].map(([subject, some]) => ({
    id: subject,
    title: titles[subject] ?? subject,
    about: "",
    keys: ["probe", "what should happen"],
    isGrouped: false,
    columns,
    rows: some.map((probe) => ({
      keys: [probe.name, probe.about.replaceAll("`", "")],
      kind: "cells",
      entries: [
        ...releases.map((release) => textEntry(given(release, probe.name)?.answer ?? "")),
        ...ranges.map((asked) => textEntry(rangeEntry(asked, probe, answers, given))),
      ],
    })),
    notes: [],
    scope: { cells: some.length, processes: undefined, samples: undefined },
  }));
}

/** What the folders of probes are called. */
const titles: Readonly<Record<string, string>> = {
  start: "Starting a worker",
  inside: "Inside a worker, and seen from outside",
  messages: "Messages and ports",
  cloning: "What can be cloned",
  memory: "Shared memory",
  errors: "Errors",
  ending: "Ending a worker, and the process",
};

type Given = (release: string, probe: string) => ProbeAnswer | undefined;

function answersBy(answers: readonly ProbeAnswer[]): Given {
  const all = new Map(answers.map((each) => [`${each.release}\n${each.probe}`, each]));
  return (release, probe) => all.get(`${release}\n${probe}`);
}

/** Where the newest release says something else than yes and no, that too. */
function rangeEntry(asked: AskedRange, probe: Probe, answers: readonly ProbeAnswer[], given: Given): string {
  const text = rangeText(rangeAnswer(asked, probe, answers));
  const last = given(lastOf(asked), probe.name)?.answer ?? "no";
  if (last === "yes" || last === "no") return hasVaried(asked, probe, given) ? `${text} (varied)` : text;
  return text === "no" ? last : `${text}, then ${last}`;
}

/** Whether the answer of a release was not the same each time, so that it may be chance what the others said. */
function hasVaried({ range }: AskedRange, probe: Probe, given: Given): boolean {
  return range.versions.some(
    (_, place) => given(releaseLabel(range, place), probe.name)?.answer === "varies",
  );
}

function lastOf({ range }: AskedRange): string {
  return releaseLabel(range, range.versions.length - 1);
}

/** Something that happens under a release instead of what should. */
export interface Instead {
  readonly release: string;
  readonly what: string;
  readonly probes: readonly string[];
}

/** What happens instead, under each release that was asked everything and the newest of each range; probes with the same answer stand together. */
export function insteads({ releases, ranges, answers, probes }: Asked): Instead[] {
  const shown = [...releases, ...ranges.map(lastOf)];
  const names = new Set(probes.map(({ name }) => name));
  return [...new Set(shown)].flatMap((release) => {
    const not = answers.filter(
      (each) => each.release === release && each.answer !== "yes" && names.has(each.probe),
    );
    const byText = Map.groupBy(not, ({ answer, instead }) => `${answer}: ${instead}`);
    return [...byText].map(([what, some]) => ({ release, what, probes: some.map(({ probe }) => probe) }));
  });
}

/** What was found, a sentence each. */
export function capabilityFindings({ probes, releases, ranges, answers }: Asked): string[] {
  const all = [...new Set([...releases, ...ranges.map(lastOf)])];
  return all.flatMap((release) => {
    const names = new Set(probes.map(({ name }) => name));
    const some = answers.filter((each) => each.release === release && names.has(each.probe));
    if (some.length === 0) return [];
    const count = (kind: ProbeAnswer["answer"]): number =>
      some.filter(({ answer }) => answer === kind).length;
    const others = (["no", "crashes", "hangs", "varies"] as const).flatMap((kind) =>
      count(kind) > 0 ? `${count(kind)} ${kind}` : [],
    );
    return `${release} can do ${count("yes")} of ${some.length} things${others.length > 0 ? ` (${others.join(", ")})` : ""}.`;
  });
}
