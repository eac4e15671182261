import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The folder of worker-matrix, with a slash at its end: a checkout, or an installed package. */
export const repository: string = fileURLToPath(new URL("../../../", import.meta.url));

/** How our modules end: `.js` in a package, whose files are compiled, and `.ts` in a checkout. */
export const moduleEnding: string = path.extname(fileURLToPath(import.meta.url));

/** Whether this is the installed package, in a project of the user's. */
export const isInstalled: boolean = moduleEnding === ".js";

/** Where the workloads that come with the project are, one file each, named after the workload. */
export const workloadsFolder: string = `${repository}shared/workloads/`;

/** Where runs are written unless `--out` says otherwise: the checkout's folder, or that of the project around the user. */
export const resultsFolder: string = isInstalled
  ? path.join(process.cwd(), "results/")
  : `${repository}results/`;

/** The program that says what a workload is. */
export const describeWorkloadProgram: string = `${repository}runners/cell/describe-workload${moduleEnding}`;

/** Where the probes are of what workers can do, in a folder for each subject. */
export const probesFolder: string = `${repository}runners/capabilities/`;

/** The program that runs one of them. */
export const probeProgram: string = `${probesFolder}run-probe.mjs`;

/** Where everything of worker-matrix is that measured processes load. */
export const measuredFolders: readonly string[] = [`${repository}runners`, `${repository}shared`];
