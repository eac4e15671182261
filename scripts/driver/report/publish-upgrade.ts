import type { Environment } from "../bouts/environment.ts";
import type { RunFolder } from "../bouts/run-folder.ts";
import type { KnownVersions } from "../bouts/upgrade-plan.ts";
import { version } from "../command-line/version.ts";
import { appendTo, replaceFile, WriteError } from "../files/write-file.ts";
import { isBesideTime } from "../judge/figures-beside.ts";
import { isJudged, isWorse, type VerdictRow } from "../judge/verdict.ts";
import { shownRows } from "./comparison-rows.ts";
import { firstRows } from "./first-rows.ts";
import { publication } from "./publication.ts";
import { verdictColumns } from "./run-files.ts";
import { terminalTable } from "./terminal-table.ts";
import { type GoOn, headlines, upgradeReport } from "./upgrade-report.ts";
import { releaseVerdicts } from "./verdict-table.ts";
import { defaultFormats, writePublication } from "./write-publication.ts";

/** What a check came to. */
export interface CheckedUpgrade {
  readonly folder: RunFolder;
  readonly versions: KnownVersions;
  readonly rows: readonly VerdictRow[];
  readonly environment: Environment;
  /** As many as it takes to say anything. */
  readonly fewestPairs: number;
  readonly goOn: GoOn;
}

/** Where the verdicts go beside the run's folder. */
export interface Destinations {
  /** A file for them as JSON. */
  readonly json: string | undefined;
  /** A file that GitHub shows as the summary of a job, to append to. */
  readonly stepSummary: string | undefined;
  readonly stream: NodeJS.WriteStream;
}

/** Ends a check: its files, and what a person sees. */
export function publishUpgrade(
  { folder, versions, rows, environment, fewestPairs, goOn }: CheckedUpgrade,
  { json, stepSummary, stream }: Destinations,
): void {
  const effort = { spentMs: folder.spentMs, foreignCores: folder.foreignCores, fewestPairs };
  const report = upgradeReport(versions, rows, environment, effort, goOn);
  folder.write("upgrade.md", report);
  const [first, ...others] = headlines(versions, rows, effort);
  stream.write(`\n${terminalTable(firstRows(releaseVerdicts(shownRows(rows))), stream)}\n\n`);
  stream.write(`${[first, ...others].join("\n")}\n`);
  const files = writePublication(publication(folder.path), defaultFormats);
  stream.write(
    `${folder.shownPath}: upgrade.csv, upgrade.md, comparisons.csv, summary.csv, samples.csv, processes.csv, environment.json, ${files.join(", ")}\n`,
  );
  for (const [question, commands] of [
    ["Since which release?", goOn.searches],
    ["Why?", goOn.explanations],
  ] as const) {
    if (commands.length > 0) stream.write(`${question}\n  ${commands.join("\n  ")}\n`);
  }
  if (json !== undefined)
    replaceFile(json, `${JSON.stringify(asJson(versions, rows, environment), null, 2)}\n`);
  if (stepSummary === undefined || stepSummary === "") return;
  try {
    appendTo(stepSummary, `${report}\n`);
  } catch (error) {
    // Nobody asked for it, so it must not hide what was found.
    if (!(error instanceof WriteError)) throw error;
    stream.write(`GITHUB_STEP_SUMMARY: ${error.message}; the verdicts stand\n`);
  }
}

/** The exit status of a check that came to no verdict. */
export const nothingDecided = 3;

/**
 * The exit status of a check (contract §4): 1 when something became slower or broke, or leaks that did not, 3 when nothing could be decided
 * but figures beside the time, else 0.
 */
export function exitStatus(rows: readonly VerdictRow[]): 0 | 1 | 3 {
  if (rows.some(isWorse)) return 1;
  const isDecided = rows.some(
    (row) => !isBesideTime(row) && ["same", "faster", "fixed"].includes(row.verdict),
  );
  return isDecided ? 0 : nothingDecided;
}

/** A row of `upgrade.csv` for programs: the same names, numbers as numbers, notes and levels one by one. */
export function verdictJson(row: VerdictRow): object {
  return {
    ...Object.fromEntries(verdictColumns.map(({ name, value }) => [name, value(row) ?? null])),
    notes: row.notes,
    modes: (isJudged(row) && row.modes) || null,
  };
}

/** What `--json` writes: the rows of `upgrade.csv` under the same names, numbers as numbers. */
function asJson(
  { old, new: own }: KnownVersions,
  rows: readonly VerdictRow[],
  environment: Environment,
): object {
  const side = ({ label, version, engine }: typeof old): object => ({ label, version, engine });
  return {
    worker_matrix: version,
    old: side(old),
    new: side(own),
    exit_status: exitStatus(rows),
    started: environment.started,
    finished: environment.finished ?? null,
    seed: environment.seed,
    settings: environment.settings,
    machine: environment.machine,
    rows: rows.map(verdictJson),
  };
}
