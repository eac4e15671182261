import { join } from "node:path";
import { BadInput } from "../command-line/bad-input.ts";
import { fromCsv } from "../files/csv.ts";
import { textIfThere } from "../files/read-file.ts";
import type { ProcessRecord } from "./process-record.ts";
import { restoreProcesses } from "./run-files.ts";

/** What the files of a run have of its processes. */
export interface ReadProcesses {
  /** Those of which all samples are there. */
  readonly processes: readonly ProcessRecord[];
  /** How many others there are. */
  readonly lost: number;
}

/** Reads `processes.csv` and `samples.csv`; nothing where the run did not come so far. @throws {BadInput} for what is no CSV */
export function readProcesses(folder: string): ReadProcesses {
  const rows = rowsOf(folder, "processes.csv");
  const samples = rowsOf(folder, "samples.csv");
  const processes = restoreProcesses(rows, samples);
  const known = new Set(rows.map(({ process }) => process));
  const strays = new Set(samples.flatMap(({ process }) => (known.has(process) ? [] : process)));
  return { processes, lost: rows.length - processes.length + strays.size };
}

function rowsOf(folder: string, file: string): Record<string, string>[] {
  try {
    return fromCsv(textIfThere(join(folder, file)) ?? "");
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`Cannot read "${join(folder, file)}": ${(error as Error).message.split("\n")[0]}`, {
      cause: error,
    });
  }
}
