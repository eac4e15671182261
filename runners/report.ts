import { closeSync, openSync, writeSync } from "node:fs";

/**
 * Opens a report: each line written is JSON, and on disk when the call returns, whatever the process does next.
 * A file of its own, because standard output belongs to the workload, which may print what it likes.
 *
 * @param path file to append to; standard output where it is left out, for a person who runs the program by hand
 */
export function openReport<Line>(path: string | undefined): (line: Line) => void {
  return (line) => {
    const file = path === undefined ? 1 : openSync(path, "a");
    writeSync(file, `${JSON.stringify(line)}\n`);
    if (path !== undefined) closeSync(file);
  };
}
