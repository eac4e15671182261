import { readFileSync } from "node:fs";
import process from "node:process";

/**
 * The largest resident set of this process so far, in MiB; `null` where the runtime does not tell.
 *
 * Linux hands what `getrusage` calls the maximum from a process to those that it starts: there it may be the driver's.
 * So it is read from `/proc`; and where that is closed (Deno), the maximum counts only once it has grown, and until
 * then the largest of the moments at which this was asked.
 */
export function peakRssMb(): number | null {
  const peak = highWaterMark();
  if (peak !== undefined) return peak;
  const maximum = maximumMb();
  if (maximum === undefined || maximum > inherited) return maximum ?? null;
  largestSeen = Math.max(largestSeen, residentMb());
  return largestSeen;
}

/** What the maximum was when this process had just begun. */
const inherited = process.platform === "linux" ? (maximumMb() ?? 0) : 0;
let largestSeen = 0;

function highWaterMark(): number | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return kib === undefined ? undefined : Number(kib) / 2 ** 10;
  } catch {
    return undefined;
  }
}

/**
 * Releases disagree on the unit of `maxRSS`, KiB or bytes; no process has shrunk to a five hundredth of its peak, so
 * a figure of the size of the memory in use now is in bytes.
 */
function maximumMb(): number | undefined {
  const maximum = process.resourceUsage?.().maxRSS;
  if (!maximum) return undefined;
  return maximum / (maximum > (residentMb() * 2 ** 20) / 2 ? 2 ** 20 : 2 ** 10);
}

function residentMb(): number {
  return process.memoryUsage().rss / 2 ** 20;
}
