import { figureText, spreadText } from "./digits.ts";
import { type Rank, rankText } from "./rank.ts";
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
  const { figure, measure, rank, ratio } = entry;
  return {
    main: `${figureText(figure)}${measure.unit}`,
    spread: isExact(figure.interval) ? "" : spreadText(figure),
    rank: rank ? rankText(rank) : "",
    ratio: ratio ? `${figureText(ratio)}×` : "",
    isFirst: isFirst(rank),
  };
}

/** A baseline compared with itself has no spread. */
function isExact(interval: { low: number; high: number } | undefined): boolean {
  return interval !== undefined && interval.low === 1 && interval.high === 1;
}

function isFirst(rank: Rank | undefined): boolean {
  return rank?.place === 1;
}
