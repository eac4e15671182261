import { appendFileSync, writeSync } from "node:fs";
import process from "node:process";

/**
 * Opens a report: each line written is JSON, and on disk when the call returns, whatever the process does next.
 * A file of its own, because standard output belongs to the workload, which may print what it likes. Where there is no
 * room left for a line, there is nobody to go on for: the process ends.
 *
 * @param path file to append to; standard output where it is left out, for a person who runs the program by hand
 */
export function openReport<Line>(path: string | undefined): (line: Line) => void {
  return (line) => {
    const text = `${JSON.stringify(line)}\n`;
    if (path === undefined) return void writeSync(1, text);
    try {
      appendFileSync(path, text);
    } catch (error) {
      writeSync(2, `error: cannot report: ${(error as Error).message}\n`);
      process.exit(1);
    }
  };
}
