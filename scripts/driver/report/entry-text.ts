import type { Figure } from "../statistics/figure.ts";
import { figureText, ratioText, spreadText } from "./digits.ts";
import { rankText } from "./rank.ts";
import type { Entry } from "./table.ts";
import { visibleText } from "./visible-text.ts";

/** An entry in its parts, as every rendering shows them: the same digits and marks everywhere. */
export interface EntryText {
  /** The figure, the text, or why there is none. */
  readonly main: string;
  /** `±0.2 %`. */
  readonly spread: string;
  /** `1`, `1=`. */
  readonly rank: string;
  /** `0.95×`. */
  readonly ratio: string;
  readonly isFirst: boolean;
}

/** An entry as text. */
export function entryText(entry: Entry): EntryText {
  const empty = { main: "", spread: "", rank: "", ratio: "", isFirst: false };
  if (entry.kind === "none") return empty;
  if (entry.kind === "text") return { ...empty, main: visibleText(entry.text) };
  if (entry.kind === "absent") return { ...empty, main: visibleText(entry.status) };
  if (entry.kind === "ratio") return { ...empty, main: ratioText(entry.ratio) };
  const { figure, measure, rank, ratio } = entry;
  return {
    main: `${isExact(figure) ? "1" : figureText(figure)}${measure.unit}`,
    spread: isExact(figure) ? "" : spreadText(figure),
    rank: rank ? rankText(rank) : "",
    ratio: ratio ? `${isExact(ratio) ? "1" : figureText(ratio)}×` : "",
    isFirst: rank?.wins === true,
  };
}

/** A baseline compared with itself. */
function isExact({ value, interval }: Figure): boolean {
  return value === 1 && interval?.low === 1 && interval.high === 1;
}
