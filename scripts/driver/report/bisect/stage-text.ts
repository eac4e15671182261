import type { Group } from "../../bouts/plan.ts";
import { counted } from "../../command-line/counted.ts";
import type { Side } from "../../judge/bisect/change.ts";
import type { Range } from "../../judge/bisect/search.ts";
import { type Meeting, type Stage, sideIn } from "../../judge/bisect/stage.ts";
import { isJudged } from "../../judge/verdict.ts";
import { ratioText } from "../digits.ts";

/** What a search knows, and what it tries now, in part of a line. */
export function stageText(stage: Stage, labels: readonly string[]): string {
  switch (stage.kind) {
    case "ends":
      return `do ${labels[0]} and ${labels.at(-1)} differ?`;
    case "middle":
      return `${stage.change.kind} ${rangeText(stage.range, labels)}, ${counted(stage.stepsLeft, "step")} left, now ${labels[stage.place]}`;
    case "pair":
      return `${stage.change.kind} ${rangeText(stage.range, labels)}, now these two alone`;
    case "range":
    case "found":
      return `${stage.change.kind} ${rangeText(stage.range, labels)}`;
    case "alike":
      return "no difference";
  }
}

/** What a meeting has shown of a release against the one before it on the path, and where that leaves the search. */
export function meetingText(
  { comparisons }: Group,
  meeting: Meeting,
  stage: Stage,
  labels: readonly string[],
): string {
  const [comparison] = comparisons;
  const { bouts, rows } = meeting;
  const [row] = rows;
  if (comparison === undefined || row === undefined) return "";
  const { baseline, cell } = comparison.words;
  const ratio = isJudged(row) && row.ratio ? `, ratio ${ratioText(row.ratio)}` : "";
  const side = "change" in stage && rows.length > 1 ? `${sides[sideIn(meeting, stage.change)]}, ` : "";
  const shown = `${cell}: ${side}${row.verdict} against ${baseline}${ratio}, ${counted(bouts, "bout")}`;
  if (stage.kind !== "middle") return shown;
  const { last, first } = stage.range;
  const left = `${counted(first - last - 1, "release")} to search, ${counted(stage.stepsLeft, "step")} at most`;
  return `${shown}\n${stage.change.kind} ${rangeText(stage.range, labels)}: ${left}`;
}

const sides: Readonly<Record<Side, string>> = {
  old: "on the old side",
  new: "on the new side",
  between: "between both",
  unfit: "does not run",
  open: "on neither side for sure",
};

function rangeText({ last, first }: Range, labels: readonly string[]): string {
  return `between ${labels[last]} and ${labels[first]}`;
}
