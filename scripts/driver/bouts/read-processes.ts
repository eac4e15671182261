import { join } from "node:path";
import { BadInput } from "../command-line/bad-input.ts";
import { fromCsv, rowsOfCsv } from "../files/csv.ts";
import { textIfThere } from "../files/read-file.ts";
import { type RestoredProcesses, restoreProcesses } from "./run-files.ts";

/** Reads `processes.csv` and `samples.csv`; nothing where the run did not come so far. @throws {BadInput} for what is no CSV */
export function readProcesses(folder: string): RestoredProcesses {
  const text = (file: string): string => textIfThere(join(folder, file)) ?? "";
  try {
    return restoreProcesses(fromCsv(text("processes.csv")), rowsOfCsv(text("samples.csv")));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    const reason = (error as Error).message.split("\n")[0];
    throw new BadInput(`Cannot read the samples in "${folder}": ${reason}`, { cause: error });
  }
}
