import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * The CPUs that this process may use, by number, as Linux lists them: `Cpus_allowed_list: 0-2,5`. None where that is not
 * known.
 *
 * @param status the file that has the list
 */
export function allowedCpus(status = "/proc/self/status"): number[] {
  const [, list = ""] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(textOf(status)) ?? [];
  return list.split(",").flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    return Number.isNaN(first) || range === ""
      ? []
      : Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/**
 * Binds the main thread of a process to one CPU. Threads that it has started stay free, those that it starts from here on
 * are bound as well. Without `taskset`, nothing happens.
 */
export function bindMainThread(process: number, cpu: number): void {
  execFile("taskset", ["-cp", String(cpu), String(process)], () => {});
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
