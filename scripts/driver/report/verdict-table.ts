import { isJudged, type JudgedRow, type VerdictRow, verdicts } from "../judge/verdict.ts";
import { significant } from "./digits.ts";
import { percent, ratioText } from "./verdict-text.ts";

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
        row.comparison.id,
        row.metric === "wall_ms" ? "ms" : row.metric,
        ...(isJudged(row) ? figureTexts(row) : new Array<string>(6).fill("")),
      ],
    })),
  };
}

function figureTexts({ figures, ratio, pairs, threshold, noiseFloor }: JudgedRow): string[] {
  return [
    significant(figures.baseline),
    significant(figures.cell),
    ratioText(ratio),
    pairs > 0 ? String(pairs) : "",
    percent(threshold),
    noiseFloor === undefined ? "" : percent(noiseFloor),
  ];
}

function size(row: VerdictRow): number {
  const ratio = isJudged(row) ? row.ratio?.value : undefined;
  return ratio === undefined || ratio <= 0 ? 0 : Math.abs(Math.log(ratio));
}
