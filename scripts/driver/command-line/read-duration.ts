import { BadInput } from "./bad-input.ts";

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Reads a time such as `90s`, `10m` or `1.5h`, in milliseconds. @throws {BadInput} */
export function readDuration(option: string, typed: string): number {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(typed) ?? [];
  const ms = Number(count) * (unitsMs[unit] ?? Number.NaN);
  if (ms >= 1000 && ms <= 7 * 24 * 3_600_000) return ms;
  throw new BadInput(`--${option} ${typed} is not a time such as 90s, 10m or 1h (at least 1s)`);
}
