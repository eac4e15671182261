import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

/** Starts to watch the machine; the returned function says how many cores others have used since. */
export type WatchForeignLoad = () => () => number | null;

/** Linux counts CPU time in hundredths of a second, for programs of all kinds. */
const tickMs = 10;

/**
 * Watches what the machine did beside this process and the children whose end it has seen, with theirs: other programs, the kernel's
 * own work, and what the host of a virtual machine took away. `null` where there is no `/proc`.
 */
export const watchForeignLoad: WatchForeignLoad = () => {
  const started = performance.now();
  const before = foreignMs();
  return () => {
    const after = foreignMs();
    if (before === undefined || after === undefined) return null;
    return Math.max(0, after - before) / (performance.now() - started);
  };
};

function foreignMs(): number | undefined {
  try {
    const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = numbers(
      readFileSync("/proc/stat", "latin1").split("\n", 1)[0],
    );
    // Behind the name, which is in brackets and may hold blanks: user, system, and both of ended children.
    const stat = readFileSync("/proc/self/stat", "latin1");
    const own = numbers(stat.slice(stat.lastIndexOf(")"))).slice(12, 16);
    const used = own.reduce((sum, ticks) => sum + ticks, 0);
    return tickMs * (user + nice + system + irq + softirq + steal - used);
  } catch {
    return undefined;
  }
}

/** The words of a line, as numbers where they are some. */
function numbers(line = ""): number[] {
  return line.trim().split(/\s+/).map(Number);
}
