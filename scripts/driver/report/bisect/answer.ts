import { parseCell } from "../../bouts/contender.ts";
import { counted } from "../../command-line/counted.ts";
import type { Figure } from "../../statistics/figure.ts";
import { ratioText } from "../digits.ts";
import type { ReleaseRow } from "./release-rows.ts";

/** What a search came to, in one line: the last one that it prints. */
export function answerLine(rows: readonly ReleaseRow[]): string {
  const { old, own, first, last, from, to } = ends(rows);
  if (first && last) {
    return `first ${own?.verdict}: ${first.release} (${last.release} is not), ${counted(rows.length, "release")} measured`;
  }
  if (from && to) return `between ${from.release} and ${to.release}`;
  const names = `${old?.release} and ${own?.release}`;
  return hasEqualEnds(own) ? `no difference between ${names}` : `not decided whether ${names} differ`;
}

/** What a search found, a sentence each. */
export function answerSentences(rows: readonly ReleaseRow[]): string[] {
  const { old, own, first, last, from, to } = ends(rows);
  if (old === undefined || own === undefined) return [];
  if (first && last) return foundSentences(old, last, first, own);
  const subject = subjectOf(own);
  if (from && to) {
    const became = becameWords[own.verdict] ?? `became ${own.verdict}`;
    // What a search says of its end stands before what is noted of the release.
    const [why] = to.note.split("; ");
    return [`${subject} ${became} between ${from.release} and ${to.release}: ${why}.`];
  }
  if (own.verdict === "failed") {
    return [`${subject} runs neither under ${old.release} nor under ${own.release}: ${own.note}.`];
  }
  const shown = own.ratio ? `, ratio ${ratioText(own.ratio)} in ${counted(own.bouts ?? 0, "bout")}` : "";
  return hasEqualEnds(own)
    ? [`${subject} does not differ between ${old.release} and ${own.release}${shown}.`]
    : [
        `It is not decided whether ${subject} differs between ${old.release} and ${own.release}${shown}${own.note && `: ${own.note}`}.`,
      ];
}

/** The first release of the new level, with what is to be known beside it. */
function foundSentences(old: ReleaseRow, last: ReleaseRow, first: ReleaseRow, own: ReleaseRow): string[] {
  const isWhole = last === old && first === own;
  const isBegun = isFigure(last.verdict) && last.verdict === own.verdict;
  return [
    `${first.release} is the first release ${changed(first, last, own, subjectOf(own))}.`,
    ...(isBegun
      ? [
          `It is the largest step, but not the only one: ${last.release} is ${last.verdict} than ${old.release} too, ratio ${ratioText(last.ratio)}.`,
        ]
      : []),
    ...(own.verdict === "broke" && errorOf(first) !== errorOf(own)
      ? [`Under ${own.release} it fails in another way: ${own.note}.`]
      : []),
    ...(first.side === "between"
      ? [`Another step comes later: ${own.release} is ${own.verdict} than ${first.release} too.`]
      : []),
    ...(isWhole || own.ratio === undefined
      ? []
      : [`From ${old.release} to ${own.release} the ratio is ${ratioText(own.ratio)}.`]),
  ];
}

/** How a release fails, without what is different each time, such as addresses and lines. */
function errorOf({ note }: ReleaseRow): string {
  return note.replace(/^.*? processes: /, "").replace(/0x[\da-f]+|\d+/gi, "0");
}

const becameWords: Readonly<Record<string, string>> = { broke: "ceased to run", fixed: "began to run" };

/** `sum-of-squares`, or `kept_mb of buffer-alloc`. */
export function subjectOf({ cell, metric, verdict }: ReleaseRow): string {
  const workload = parseCell(cell)?.workload ?? cell;
  const isWhole = metric === "wall_ms" || ["broke", "fixed", "failed"].includes(verdict);
  return isWhole ? workload : `${metric} of ${workload}`;
}

/** By how much a figure differs, in words: `takes 1.21 (1.18 to 1.24) times as long as under bun@1.3.9`. */
export function comparedText({ metric }: ReleaseRow, ratio: Figure | undefined, other: string): string {
  if (ratio === undefined) return `differs from that under ${other}`;
  return metric === "wall_ms"
    ? `takes ${ratioText(ratio)} times as long as under ${other}`
    : `is ${ratioText(ratio)} times that under ${other}`;
}

function isFigure(verdict: string): boolean {
  return verdict === "slower" || verdict === "faster";
}

interface Ends {
  readonly old: ReleaseRow | undefined;
  readonly own: ReleaseRow | undefined;
  readonly first: ReleaseRow | undefined;
  readonly last: ReleaseRow | undefined;
  readonly from: ReleaseRow | undefined;
  readonly to: ReleaseRow | undefined;
}

/** The rows that the answer is about. */
export function ends(rows: readonly ReleaseRow[]): Ends {
  const part = (name: string): ReleaseRow | undefined => rows.find((row) => row.part === name);
  return {
    ...{ old: rows[0], own: rows.at(-1) },
    ...{ first: part("first"), last: part("last before"), from: part("from"), to: part("to") },
  };
}

function hasEqualEnds(own: ReleaseRow | undefined): boolean {
  return own?.verdict === "same" || own?.verdict === "failed";
}

function changed(first: ReleaseRow, last: ReleaseRow, own: ReleaseRow, subject: string): string {
  if (own.verdict === "broke") return `under which ${subject} does not run: ${first.note}`;
  if (own.verdict === "fixed") return `under which ${subject} runs`;
  return `that is ${own.verdict}: ${subject} ${comparedText(own, first.step, last.release)}`;
}
