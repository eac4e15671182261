import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * The CPUs that this process may use, by number; none where that is not known, as outside Linux.
 *
 * @param root folder that stands for `/`
 */
export function allowedCpus(root = "/"): number[] {
  try {
    const [, list] =
      /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync(path.join(root, "proc/self/status"), "latin1")) ?? [];
    if (list === undefined) return [];
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
