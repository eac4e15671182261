import { existsSync } from "node:fs";
import { join } from "node:path";

const dataFiles: readonly string[] = [
  ...["summary.csv", "comparisons.csv", "samples.csv", "metrics.csv", "upgrade.csv", "bisect.csv"],
  ...["history.csv", "feed.json"],
  ...["machines.csv", "agreement.csv"],
  "environment.json",
];

/** The files of a run that its report follows from, as far as they are there. */
export function dataFilesIn(folder: string): string[] {
  return dataFiles.filter((name) => existsSync(join(folder, name)));
}
