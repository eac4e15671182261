import { version } from "../../command-line/version.ts";
import { toCsv } from "../../files/csv.ts";
import { replaceFile } from "../../files/write-file.ts";
import { publication } from "../publication.ts";
import { terminalTable } from "../terminal-table.ts";
import { defaultFormats, writePublication } from "../write-publication.ts";
import { answerLine, answerSentences } from "./answer.ts";
import { bisectReport, type FinishedSearch, searchRemarks } from "./bisect-report.ts";
import { measuredReleases, type Searched } from "./measured-releases.ts";
import { type MeasuredRelease, releaseColumns, shownReleases } from "./release-rows.ts";
import { releasesTable } from "./releases-table.ts";
import { reproduction } from "./reproduction.ts";

/** Writes `bisect.csv`. */
export function writeReleases(search: Omit<FinishedSearch, "environment">): readonly MeasuredRelease[] {
  const releases = measuredReleases(search);
  search.folder.write("bisect.csv", toCsv(releases, releaseColumns));
  return releases;
}

/** Ends a search: its files, and what a person sees; last of all the answer, in one line. */
export async function publishBisect(
  search: FinishedSearch,
  { json, stream }: { readonly json: string | undefined; readonly stream: NodeJS.WriteStream },
): Promise<void> {
  const { folder, plan } = search;
  const releases = writeReleases(search);
  const rows = shownReleases(releases);
  const [contender] = plan.cells;
  const script = contender && (await reproduction(contender));
  if (script !== undefined) folder.write("reproduce.mjs", script);
  folder.write("bisect.md", bisectReport(search, rows, script));
  const files = writePublication(publication(folder.path), defaultFormats);
  if (json !== undefined) replaceFile(json, `${JSON.stringify(asJson(search, releases), null, 2)}\n`);
  stream.write(`\n${terminalTable(releasesTable(rows), stream)}\n\n`);
  stream.write(`${[...answerSentences(rows), ...searchRemarks(search, rows)].join("\n")}\n`);
  stream.write(
    `${folder.shownPath}: bisect.csv, bisect.md, ${script === undefined ? "" : "reproduce.mjs, "}comparisons.csv, summary.csv, samples.csv, processes.csv, environment.json, ${files.join(", ")}\n`,
  );
  stream.write(`${answerLine(rows)}\n`);
}

/** What `--json` writes. */
function asJson(
  { labels, outcome, path, plan, environment }: FinishedSearch,
  releases: readonly MeasuredRelease[],
): object {
  const { started, finished = null, seed, settings, machine, runtimes } = environment;
  const label = (place: number): string | null => labels[place] ?? null;
  const isFound = outcome.kind === "found";
  return {
    worker_matrix: version,
    ...{ old: label(0), new: label(labels.length - 1) },
    verdict: verdictOf(outcome),
    first: isFound ? label(outcome.range.first) : null,
    last_before: isFound ? label(outcome.range.last) : null,
    between: outcome.kind === "range" ? [label(outcome.range.last), label(outcome.range.first)] : null,
    steps: releases.map((release) =>
      Object.fromEntries(releaseColumns.map(({ name, value }) => [name, value(release) ?? null])),
    ),
    path: labels,
    skipped: path.skipped,
    missing: [...plan.missing].map(([place, reason]) => ({ release: label(place), reason })),
    ...{ started, finished, seed, settings, machine, runtimes },
  };
}

function verdictOf(outcome: Searched["outcome"]): string {
  if (outcome.kind === "found" || outcome.kind === "range") return outcome.change.kind;
  return outcome.kind === "alike" ? "same" : "inconclusive";
}
