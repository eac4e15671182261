import type { VerdictRow } from "../judge/verdict-row.ts";
import { significant } from "./digits.ts";
import { percent, ratioText, verdicts } from "./verdict-text.ts";

/** The verdicts as a table of texts: the terminal and the Markdown file show the same one. */
export interface VerdictTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly row: VerdictRow; readonly texts: readonly string[] }[];
}

/** How many columns, from the left, hold words; the others hold numbers. */
export const wordColumns = 3;

/** The gravest verdicts first, and the largest changes first among equals. */
export function verdictTable(rows: readonly VerdictRow[]): VerdictTable {
  const ranked = rows.toSorted(
    (a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || size(b) - size(a),
  );
  return {
    header: [
      "verdict",
      "cell",
      "figure",
      "old",
      "new",
      "ratio (99 % interval)",
      "pairs",
      "threshold",
      "noise",
    ],
    rows: ranked.map((row) => ({
      row,
      texts: [
        row.verdict,
        row.cell.id,
        row.metric === "wall_ms" ? "ms" : row.metric,
        significant(row.old),
        significant(row.new),
        ratioText(row.ratio),
        row.pairs > 0 ? String(row.pairs) : "",
        row.threshold === undefined ? "" : percent(row.threshold),
        row.noiseFloor === undefined ? "" : percent(row.noiseFloor),
      ],
    })),
  };
}

function size({ ratio }: VerdictRow): number {
  return ratio === undefined || ratio.value <= 0 ? 0 : Math.abs(Math.log(ratio.value));
}
