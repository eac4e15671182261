import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Folder } from "../../shared/workloads/support/platform.ts";

/** Makes a folder among the temporary files, which the driver keeps apart for each process that it measures. */
export async function makeFolder(): Promise<Folder> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "files-")));
  return {
    path: folder,
    url: (file) => pathToFileURL(path.join(folder, file)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
