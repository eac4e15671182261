import { performance } from "node:perf_hooks";
import process from "node:process";

// A profile shows these two by name, so whoever reads it knows which part of it was measured, whatever clock it has.

/** What is measured begins here. */
export function profileBegins(): void {
  keepBusy();
}

/** What is measured ends here. */
export function profileEnds(): void {
  keepBusy();
}

/** For several times as long as there is between two looks of a profiler, as a rule; on a busy machine, of its own time. */
function keepBusy(): void {
  const [end, before] = [performance.now() + busyMs, process.cpuUsage().user];
  while (performance.now() < end || process.cpuUsage().user - before < 1000 * busyMs);
}

const busyMs = 30;
