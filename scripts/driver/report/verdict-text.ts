import { sides } from "../bouts/plan.ts";
import type { Modes } from "../judge/modes.ts";
import { isJudged, type VerdictRow } from "../judge/verdict.ts";
import { percent, ratioText, significant } from "./digits.ts";

/** A row as one line: `slower  matmul/pool-2/4x256  1.052 (1.043 to 1.061), 16 pairs`. */
export function verdictLine(row: VerdictRow): string {
  const metric = row.metric === "wall_ms" ? "" : ` ${row.metric}`;
  const figures = isJudged(row)
    ? [
        ratioText(row.ratio),
        row.pairs > 0 ? `${row.pairs} pairs` : "",
        row.verdict === "same" && row.threshold !== undefined ? `within ${percent(row.threshold)}` : "",
      ]
    : [];
  const parts = [...figures, ...notesOf(row)].filter((part) => part !== "");
  return `${row.verdict.padEnd(12)} ${row.comparison.id}${metric}  ${parts.join(", ")}`;
}

/** What else is to be said of a row. */
export function notesOf(row: VerdictRow): readonly string[] {
  if (!isJudged(row) || row.modes === undefined) return row.notes;
  return [...row.notes, `processes fall into levels: ${modesText(row.modes, row)}`];
}

/** `old: 104 ms in 75 %, 130 ms in 25 %; new: 104 ms in 50 %, 131 ms in 50 %`: the levels with their shares. */
export function modesText(
  modes: Modes,
  { metric, comparison: { words } }: Pick<VerdictRow, "metric" | "comparison">,
): string {
  return sides.map((side) => `${words[side]}: ${levelsText(modes[side], metric)}`).join("; ");
}

/** The levels of one side. */
export function levelsText(levels: Modes["baseline"], metric: string): string {
  const unit = metric === "wall_ms" ? " ms" : "";
  return levels
    .map(({ value, share }) => `${significant(value)}${unit} in ${Math.round(100 * share)} %`)
    .join(", ");
}
