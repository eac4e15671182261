import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repository's folder, with a slash at its end. */
export const repository: string = fileURLToPath(new URL("../../../", import.meta.url));

/** Where the workloads that come with the project are, one file each, named after the workload. */
export const workloadsFolder: string = `${repository}shared/workloads/`;

/** Where runs are written unless `--out` says otherwise. */
export const resultsFolder: string = `${repository}results/`;

/** A folder for a run that begins now: the date and the time, and a number where another has begun in this second. */
export function datedFolder(prefix = "", now: Date = new Date(), parent: string = resultsFolder): string {
  const name = `${parent}${prefix}${now.toISOString().slice(0, 19).replaceAll(":", "-")}`;
  let folder = name;
  for (let number = 2; existsSync(folder); number++) folder = `${name}-${number}`;
  return folder;
}

/** The program that says what a workload is. */
export const describeWorkloadProgram: string = `${repository}runners/describe-workload.ts`;
