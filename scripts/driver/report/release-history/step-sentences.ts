import { parseCell } from "../../bouts/contender.ts";
import { counted } from "../../command-line/counted.ts";
import { ratioText } from "../digits.ts";
import { listed } from "../findings/words.ts";
import type { HistoryRow } from "./history-rows.ts";

/** What a history found, a sentence each: the steps first, then what is open, and what could not be measured. */
export function historySentences(rows: readonly HistoryRow[]): string[] {
  if (rows.length === 0) return [];
  const steps = stepsOf(rows).map((row) => stepSentence(row, rows));
  return [
    ...(steps.length > 0 ? steps : [noStepSentence(rows)]),
    ...openSentences(rows),
    ...absentSentences(rows),
  ];
}

/** The first releases of new levels, in the order of the releases. */
export function stepsOf(rows: readonly HistoryRow[]): HistoryRow[] {
  const releases = releasesOf(rows);
  return rows
    .filter(({ change }) => change === true)
    .toSorted((a, b) => releases.indexOf(a.release) - releases.indexOf(b.release));
}

/** `json-stringify is slower from bun@1.3.14 on: it takes 1.07 (1.05 to 1.09) times as long as under bun@1.2.23.` */
export function stepSentence(row: HistoryRow, rows: readonly HistoryRow[]): string {
  const { release, against, verdict, step, metric } = row;
  const subject = subjectOf(row, rows);
  if (verdict === "broke")
    return `${subject} does not run from ${release} on; it ran under ${against}: ${row.note}.`;
  if (verdict === "fixed") return `${subject} runs from ${release} on; under ${against} it did not.`;
  const isTime = metric === "wall_ms";
  const became = isTime ? verdict : verdict === "slower" ? "worse" : "better";
  const how =
    step === undefined
      ? ""
      : isTime
        ? `it takes ${ratioText(step)} times as long as`
        : `it is ${ratioText(step)} times what it was`;
  return `${subject} is ${became} from ${release} on${how ? `: ${how}` : " than"} under ${against}.`;
}

/** `sum-of-squares`, `kept_mb of buffer-alloc`; with executor and size where the workload is followed in several cells. */
export function subjectOf({ cell, metric }: HistoryRow, rows: readonly HistoryRow[]): string {
  const workload = (id: string): string => parseCell(id)?.workload ?? id;
  const others = rows.some((row) => row.cell !== cell && workload(row.cell) === workload(cell));
  const name = others ? cell : workload(cell);
  return metric === "wall_ms" ? name : `${metric} of ${name}`;
}

/** The releases of a history, in their order. */
export function releasesOf(rows: readonly HistoryRow[]): string[] {
  return [...new Set(rows.map(({ release }) => release))];
}

function noStepSentence(rows: readonly HistoryRow[]): string {
  const measured = releasesOf(rows.filter(({ change }) => change !== undefined));
  if (measured.length < 2) return "Too few releases were measured to tell whether the level changes.";
  const cells = [...new Set(rows.map((row) => subjectOf({ ...row, metric: "wall_ms" }, rows)))];
  return `No step was found in ${listed(cells)} from ${measured[0]} to ${measured.at(-1)}, ${counted(measured.length, "release")}.`;
}

const openNotes = [/^the level may change here/, /^the level changes between/];

function openSentences(rows: readonly HistoryRow[]): string[] {
  const found = rows.flatMap((row) => {
    const note = row.note.split("; ").find((each) => openNotes.some((open) => open.test(each)));
    if (note === undefined) return [];
    const subject = subjectOf(row, rows);
    return note.startsWith("the level may")
      ? `${subject} may change with ${row.release}: this has not been confirmed yet, and --resume or a longer --budget goes on.`
      : `${subject}: ${note}.`;
  });
  return [...new Set(found)];
}

function absentSentences(rows: readonly HistoryRow[]): string[] {
  const of = (status: string): string[] => releasesOf(rows.filter((row) => row.status === status));
  const [absent, later] = [of("not installed"), of("not measured")];
  const reasons = absent.map((release) => {
    const row = rows.find((each) => each.release === release && each.status === "not installed");
    return `${release} could not be installed: ${row?.note}.`;
  });
  return [...reasons, ...(later.length > 0 ? [`Not measured within the budget: ${listed(later, 8)}.`] : [])];
}
