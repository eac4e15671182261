import { Buffer } from "node:buffer";
import { writeSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";

/**
 * Hands over to another process, and stands still, with all of its threads, until it is told to go on (`SIGCONT`).
 * Who started both reads from standard output whose turn has ended.
 */
export function handOver(): void {
  print(turnMark);
  const stopped = performance.now();
  process.kill(process.pid, "SIGSTOP");
  // Should the signal have met another thread first, this one comes to a stop in here.
  while (performance.now() - stopped < 1);
}

/** Prints it as a whole, also where standard output does not wait for room, as it does once a workload has used it. */
function print(text: string): void {
  for (let bytes = Buffer.from(text); bytes.length > 0; ) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

/** What no workload prints. */
export const turnMark = "\u0016worker-matrix hands over\u0016";
