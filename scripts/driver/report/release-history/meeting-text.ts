import type { Group } from "../../bouts/plan.ts";
import { counted } from "../../command-line/counted.ts";
import type { Chronicle } from "../../judge/history/chronicle.ts";
import { isJudged } from "../../judge/verdict.ts";
import { ratioText } from "../digits.ts";

/** What the bouts of two releases have shown, in a line. */
export function meetingText(group: Group, chronicle: Chronicle): string {
  const [comparison] = group.comparisons;
  const row = chronicle.row(group, "wall_ms");
  if (comparison === undefined || row === undefined) return "";
  const { name, words } = comparison;
  const subject = `${words.cell}  ${name.workload}${name.executor === "inline" ? "" : ` ${name.executor}-${name.threads}`}`;
  if (!isJudged(row)) return `${subject}: ${row.verdict}: ${row.notes.join("; ")}`;
  const isAgain = chronicle.plan.confirmations.includes(comparison);
  const shown = `${row.ratio ? ratioText(row.ratio) : row.verdict} of ${words.baseline}, ${counted(chronicle.bouts(group), "bout")}`;
  return `${subject}: ${shown}${isAgain ? `, measured again: ${row.verdict}` : ""}`;
}
