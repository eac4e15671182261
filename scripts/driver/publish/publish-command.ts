import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runCommand } from "../command.ts";
import { terminalTable } from "../matrix/terminal-table.ts";
import { shownPath } from "../shown-path.ts";
import { publishHistory } from "./history/publish-history.ts";
import { publication, type View } from "./publication.ts";
import { publishHelp, readPublishOptions } from "./publish-options.ts";
import { isRunFolder } from "./read-run.ts";
import { visibleText } from "./visible-text.ts";
import { type Format, writePublication } from "./write-publication.ts";

/** Where a command prints. */
export interface Streams {
  readonly stdout: Pick<NodeJS.WriteStream, "write">;
  readonly stderr: Pick<NodeJS.WriteStream, "write">;
}

/** `publish.mjs`: makes reports from the files of a run. Resolves to the exit status. */
export function publishCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => publish(args, process));
}

/** What `publish.mjs` does. @throws {BadInput} */
export function publish(args: readonly string[], { stdout, stderr }: Streams): 0 {
  const request = readPublishOptions(args);
  if (request.kind === "help") {
    stdout.write(`${publishHelp()}\n`);
    return 0;
  }
  const { folder, view, formats, out } = request;
  const made = holdsRuns(folder) ? publishHistory(request) : publishOne(folder, view, formats, out, stdout);
  for (const gap of made.gaps) stderr.write(`Incomplete: ${visibleText(gap)}\n`);
  stdout.write(`${shownPath(out ?? folder)}: ${made.files.join(", ")}\n`);
  return 0;
}

function publishOne(
  folder: string,
  view: View,
  formats: readonly Format[],
  out: string | undefined,
  stdout: Streams["stdout"],
): { files: readonly string[]; gaps: readonly string[] } {
  const made = publication(folder, view);
  const files = writePublication(made, formats, out);
  if (made.chosen !== undefined) {
    for (const { tables } of made.sections) {
      for (const table of tables) stdout.write(`${terminalTable(table, process.stdout)}\n\n`);
    }
  }
  return { files, gaps: made.run.gaps };
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
