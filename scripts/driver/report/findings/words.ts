import type { Figure } from "../../statistics/figure.ts";
import { figureText, intervalText } from "../digits.ts";

/** `a, b and c`; what is more than `most` is counted: `a, b and 5 more`. */
export function listed(words: readonly string[], most = 4): string {
  const shown = words.length > most + 1 ? [...words.slice(0, most), `${words.length - most} more`] : words;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** `two`, `12`. */
export function numberWord(count: number): string {
  return (
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"][count] ?? String(count)
  );
}

/** With a capital at its start. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `Bun 1.4.5` for `bun@1.4.5`, and as much for whatever else a runtime is called. */
export function runtimeTitle(label: string): string {
  const [name = "", ...rest] = label.split("@");
  return [sentence(name), rest.join("@")].filter(Boolean).join(" ");
}

/** `Bun`, where no other runtime of the run is a Bun. */
export function runtimeName(label: string, labels: readonly string[]): string {
  const name = (each: string): string => each.split("@")[0] ?? "";
  const isOnly = labels.every((each) => each === label || name(each) !== name(label));
  return isOnly ? sentence(name(label)) : runtimeTitle(label);
}

/** How much faster a speed of so many times is: `17 % faster than`, `2.3 times as fast as`. */
export function fasterText(speed: Figure): { readonly text: string; readonly interval: string } {
  if (speed.value >= 2)
    return { text: `${figureText(speed)} times as fast as`, interval: intervalText(speed, 1) };
  const gain = inPercent(speed);
  return { text: `${figureText(gain)} % faster than`, interval: `${intervalText(gain, 0)} %` };
}

/** How far two that are not told apart may be: `-1.2 to 3.4 %`. */
export function spanText({ interval }: Figure): string {
  if (interval === undefined) return "no interval";
  const [low, high] = [interval.low, interval.high].map((end) => (100 * (end - 1)).toFixed(1));
  return `${low} to ${high} %`;
}

function inPercent({ value, interval }: Figure): Figure {
  const share = (each: number): number => 100 * (each - 1);
  return {
    value: share(value),
    interval: interval && { low: share(interval.low), high: share(interval.high) },
  };
}
