import { fileURLToPath } from "node:url";

/** The repository's folder, with a slash at its end. */
export const repository: string = fileURLToPath(new URL("../../../", import.meta.url));

/** Where the workloads that come with the project are, one file each, named after the workload. */
export const workloadsFolder: string = `${repository}shared/workloads/`;

/** Where runs are written unless `--out` says otherwise. */
export const resultsFolder: string = `${repository}results/`;

/** The program that says what a workload is. */
export const describeWorkloadProgram: string = `${repository}runners/cell/describe-workload.ts`;

/** Where everything of worker-matrix is that measured processes load. */
export const measuredFolders: readonly string[] = [`${repository}runners`, `${repository}shared`];
