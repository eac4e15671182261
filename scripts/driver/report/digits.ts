import { plainNumber } from "../files/plain-number.ts";
import type { Figure } from "../statistics/figure.ts";

/** Never more significant digits than this: no interval here justifies them. */
const most = 5;

/** Significant digits of a figure without an interval. */
const unknown = 3;

/**
 * A figure's value with as many digits as its interval justifies: down to the first digit of the interval's half
 * width, and two digits at least.
 *
 * @example figureText({ value: 33.7128, interval: { low: 33.6, high: 33.8 } }) // "33.7"
 */
export function figureText(figure: Figure): string {
  return rounded(figure.value, decimals(figure));
}

/** How far the interval reaches from the value, on its longer side: `±0.2 %`; empty without an interval. */
export function spreadText(figure: Figure): string {
  const half = halfWidth(figure);
  if (half === undefined) return "";
  const { value, interval } = figure;
  const isRelative = value > 0 && interval !== undefined && interval.low > 0;
  if (!isRelative) return `±${rounded(half, decimals(figure))}`;
  const percent = (100 * half) / value;
  return `±${percent < 0.05 ? "<0.1" : rounded(percent, percent < 9.95 ? 1 : 0)} %`;
}

/**
 * Both ends of the interval, with the value's digits: `33.6 to 33.8`.
 *
 * @param apart a value that an end must not be rounded to: a ratio of 0.966 to 0.998 leaves out 1
 */
export function intervalText(figure: Figure, apart?: number): string {
  const { interval } = figure;
  if (interval === undefined) return "";
  let digits = decimals(figure);
  const meets = (end: number): boolean => end !== apart && Number(rounded(end, digits)) === apart;
  while (digits < most && (meets(interval.low) || meets(interval.high))) digits += 1;
  return `${rounded(interval.low, digits)} to ${rounded(interval.high, digits)}`;
}

/** A ratio with its interval, in as many digits as tell small changes apart: `1.052 (1.043 to 1.061)`. */
export function ratioText(ratio: Figure | undefined): string {
  if (ratio === undefined) return "";
  const { value, interval } = ratio;
  const number = (each: number): string => rounded(each, each < 10 ? 3 : 1);
  if (interval === undefined) return number(value);
  return `${number(value)} (${number(interval.low)} to ${number(interval.high)})`;
}

/** A part of 1 in percent, more finely close to 0 and to 1: `0.25 %`, `3 %`, `12 %`, `99.6 %`. */
export function percent(share: number): string {
  const value = 100 * share;
  const distance = Math.min(Math.abs(value), Math.abs(100 - value));
  return `${Number(value.toFixed(distance < 1 ? 2 : distance < 10 ? 1 : 0))} %`;
}

/** A number with so many significant digits, without an exponent where it can be read without; empty where there is none. */
export function significant(value: number | undefined, digits: number = unknown): string {
  return value === undefined ? "" : rounded(value, digits - 1 - magnitude(value));
}

function decimals(figure: Figure): number {
  const { value } = figure;
  const half = halfWidth(figure);
  if (half === undefined) return unknown - 1 - magnitude(value);
  const finest = most - 1 - magnitude(value);
  const coarsest = 1 - magnitude(value);
  return half === 0 ? finest : Math.max(coarsest, Math.min(finest, -magnitude(half)));
}

function halfWidth({ value, interval }: Figure): number | undefined {
  return interval && Math.max(interval.high - value, value - interval.low, 0);
}

/** Rounds to so many decimals; to tens, hundreds … where they are negative. */
function rounded(value: number, decimals: number): string {
  if (Math.abs(value) >= tooLarge || decimals > mostDecimals) return withExponent(value, decimals);
  if (decimals >= 0) return value.toFixed(decimals);
  const step = 10 ** -decimals;
  return plainNumber(Math.round(value / step) * step);
}

/** From here on, and with more decimals than this, a figure is easier to read with an exponent. */
const tooLarge = 1e15;
const mostDecimals = 12;

/** As `1.23e-25`, rounded to so many decimals of the plain number; `0` where none of these would show anything. */
function withExponent(value: number, decimals: number): string {
  const digits = Math.min(most - 1, decimals + magnitude(value));
  return value === 0 || digits < 0 ? "0" : value.toExponential(digits);
}

function magnitude(value: number): number {
  return value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
}
