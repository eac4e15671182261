import type { Figure } from "../../statistics/figure.ts";
import { figureText, intervalText } from "../digits.ts";

/** `a, b and c`; what is more than `most` is counted: `a, b and 5 more`. */
export function listed(words: readonly string[], most = 4): string {
  const shown = words.length > most + 1 ? [...words.slice(0, most), `${words.length - most} more`] : words;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** `1 cell`, `3 cells`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A ratio with its interval, and whether it is a difference at all: `0.80× (0.78–0.82)`. */
export function ratioText(ratio: Figure): string {
  const interval = intervalText(ratio, 1);
  return `${figureText(ratio)}×${interval ? ` (${interval})` : " (no interval)"}`;
}

/** Whether the interval leaves it open on which side of 1 a ratio is. */
export function isOpen({ interval }: Figure): boolean {
  return interval === undefined || (interval.low <= 1 && interval.high >= 1);
}
