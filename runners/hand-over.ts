import { writeSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";

/**
 * Hands over to another process, and stands still, with all of its threads, until it is told to go on (`SIGCONT`).
 * Who started both reads from standard output whose turn has ended.
 */
export function handOver(): void {
  writeSync(1, turnMark);
  const stopped = performance.now();
  process.kill(process.pid, "SIGSTOP");
  // Should the signal have met another thread first, this one comes to a stop in here.
  while (performance.now() - stopped < 1);
}

/** What no workload prints. */
export const turnMark = "\u0016worker-matrix hands over\u0016";
