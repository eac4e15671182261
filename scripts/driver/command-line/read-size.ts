import { BadInput } from "./bad-input.ts";

const units: Readonly<Record<string, number>> = { mb: 1e6, gb: 1e9, tb: 1e12 };

/** Reads a size such as `500MB`, `2GB` or `1.5GB`, in bytes. @throws {BadInput} */
export function readSize(option: string, typed: string): number {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(typed) ?? [];
  const bytes = Number(count) * (units[unit.toLowerCase()] ?? Number.NaN);
  if (bytes >= 0) return bytes;
  throw new BadInput(`--${option} ${typed} is not a size such as 500MB or 2GB`);
}
