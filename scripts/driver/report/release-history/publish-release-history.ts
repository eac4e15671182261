import { join } from "node:path";
import type { Environment, HistoryRecord } from "../../bouts/environment.ts";
import type { RunFolder } from "../../bouts/run-folder.ts";
import { toCsv } from "../../files/csv.ts";
import { textIfThere } from "../../files/read-file.ts";
import type { Chronicle } from "../../judge/history/chronicle.ts";
import { type ReleaseState, releaseStates } from "../../judge/history/release-states.ts";
import { publication } from "../publication.ts";
import { terminalTable } from "../terminal-table.ts";
import { visibleText } from "../visible-text.ts";
import { defaultFormats, writePublication } from "../write-publication.ts";
import { feedOf } from "./feed.ts";
import { historyColumns } from "./history-rows.ts";
import { figureTables, stepsTable } from "./history-tables.ts";

/** A history as it stands. */
export interface ReleaseHistory {
  readonly folder: RunFolder;
  readonly chronicle: Chronicle;
  readonly record: Pick<HistoryRecord, "reference" | "releases">;
}

/** Writes `history.csv`. */
export function writeHistory({ folder, chronicle, record }: ReleaseHistory): readonly ReleaseState[] {
  const states = releaseStates(chronicle, record);
  folder.write("history.csv", toCsv(states, historyColumns(record.reference)));
  return states;
}

/** Ends a history: its files, and what a person sees; the steps come last. */
export function publishReleaseHistory(
  history: ReleaseHistory & { readonly environment: Environment },
  stream: NodeJS.WriteStream,
): void {
  const { folder, environment } = history;
  writeHistory(history);
  const made = publication(folder.path);
  const rows = made.run.history;
  const files = writePublication(made, defaultFormats);
  const { finished } = environment;
  const news =
    finished === undefined
      ? []
      : addToFeed(
          folder,
          feedOf(rows, { run: folder.name, title: made.title, now: finished }, earlierFeed(folder)),
        );
  const tables = stepsTable(rows).length > 0 ? stepsTable(rows) : figureTables(rows).slice(0, 1);
  for (const table of tables) stream.write(`\n${terminalTable(table, stream)}\n`);
  stream.write(
    `\n${folder.shownPath}: history.csv, ${finished === undefined ? "" : "feed.json, "}comparisons.csv, summary.csv, samples.csv, processes.csv, environment.json, ${files.join(", ")}\n`,
  );
  if (news.length > 0 && (environment.history?.sessions.length ?? 1) > 1) {
    stream.write(`New since the last run: ${news.join("; ")}\n`);
  }
  stream.write(`Open ${join(folder.shownPath, "index.html")}\n\n`);
  stream.write(`${made.findings.map(visibleText).join("\n")}\n`);
}

function earlierFeed(folder: RunFolder): string | undefined {
  return textIfThere(join(folder.path, "feed.json"));
}

function addToFeed(folder: RunFolder, { feed, added }: ReturnType<typeof feedOf>): string[] {
  folder.write("feed.json", `${JSON.stringify(feed, null, 2)}\n`);
  return added.map(({ title }) => title);
}
