import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";

/** The CPUs that this process may use, by number; none where that is not known, as outside Linux. */
export function allowedCpus(): number[] {
  try {
    const [, list = ""] =
      /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync("/proc/self/status", "latin1")) ?? [];
    return list.split(",").flatMap((range) => {
      const [first, last] = range.split("-").map(Number);
      return first === undefined || Number.isNaN(first)
        ? []
        : Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
    });
  } catch {
    return [];
  }
}

/**
 * Binds the main thread of a process to one CPU. Threads that it has started stay free, those that it starts from here on
 * are bound as well. Without `taskset`, nothing happens.
 */
export function bindMainThread(process: number, cpu: number): void {
  execFile("taskset", ["-cp", String(cpu), String(process)], () => {});
}
