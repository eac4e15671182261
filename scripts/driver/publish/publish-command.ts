import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runCommand } from "../command.ts";
import { shownPath } from "../shown-path.ts";
import { terminalTable } from "../terminal-table.ts";
import { publishHistory } from "./history/publish-history.ts";
import { isChosen, publication } from "./publication.ts";
import { type PublishRequest, publishHelp, readPublishOptions } from "./publish-options.ts";
import { isRunFolder } from "./read-run.ts";
import { visibleText } from "./visible-text.ts";
import { writePublication } from "./write-publication.ts";

/** `publish.mjs`: makes reports from the files of a run. Resolves to the exit status. */
export function publishCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const request = readPublishOptions(args);
    if (request.kind === "help") process.stdout.write(`${publishHelp()}\n`);
    else if (holdsRuns(request.folder)) reportFiles(request, publishHistory(request));
    else publishOne(request);
    return 0;
  });
}

function publishOne(request: Extract<PublishRequest, { kind: "publish" }>): void {
  const { folder, view, formats, out } = request;
  const made = publication(folder, view);
  const files = writePublication(made, formats, out);
  if (isChosen(view)) {
    for (const { tables } of made.sections) {
      for (const table of tables) process.stdout.write(`${terminalTable(table, process.stdout)}\n\n`);
    }
  }
  reportFiles(request, { files, gaps: made.run.gaps });
}

/** What was written, and on stderr what is missing. */
function reportFiles(
  { folder, out }: Extract<PublishRequest, { kind: "publish" }>,
  { files, gaps }: { files: readonly string[]; gaps: readonly string[] },
): void {
  for (const gap of gaps) process.stderr.write(`Incomplete: ${visibleText(gap)}\n`);
  process.stdout.write(`${shownPath(out ?? folder)}: ${files.join(", ")}\n`);
}

/** Whether a folder is no run itself, and has some in it. */
function holdsRuns(folder: string): boolean {
  if (isRunFolder(folder)) return false;
  try {
    return readdirSync(folder).some((name) => isRunFolder(join(folder, name)));
  } catch {
    return false;
  }
}
