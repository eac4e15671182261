import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { BadInput } from "../command-line/bad-input.ts";
import { shownPath } from "../files/shown-path.ts";
import { publishHistory } from "../report/history/publish-history.ts";
import { publication, type View } from "../report/publication.ts";
import { isRunFolder } from "../report/read-run.ts";
import { terminalTable } from "../report/terminal-table.ts";
import { visibleText } from "../report/visible-text.ts";
import { type Format, writePublication } from "../report/write-publication.ts";
import { publishHelp, readPublishOptions } from "./publish-options.ts";
import { runCommand } from "./run-command.ts";

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
  if (out !== undefined && resolve(out) !== resolve(folder)) refuseForeign(out);
  const made = holdsRuns(folder) ? publishHistory(request) : publishOne(folder, view, formats, out, stdout);
  for (const gap of made.gaps) stderr.write(`Incomplete: ${visibleText(gap)}\n`);
  stdout.write(`${shownPath(out ?? folder)}: ${made.files.join(", ")}\n`);
  return 0;
}

/** A folder with files that are none of a publication keeps them. @throws {BadInput} */
function refuseForeign(out: string): void {
  const files = existsSync(out) && statSync(out).isDirectory() ? readdirSync(out) : [];
  if (files.length === 0 || files.includes("tables.csv") || files.includes("tables.json")) return;
  throw new BadInput(`Cannot write to "${out}": there are other files in it; name a new or an empty folder`);
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
