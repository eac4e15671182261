import process from "node:process";
import { BadInput } from "../command-line/bad-input.ts";
import { type Option, optionLines, readCommandLine } from "../command-line/command-line.ts";
import { toCsv } from "../files/csv.ts";
import { standardOutput, streamBeside } from "../files/destination.ts";
import { checkWritable, replaceFile } from "../files/write-file.ts";
import { readThreshold } from "../judge/threshold.ts";
import { type ComparedRuns, compareRuns } from "../judge/unpaired/compare-runs.ts";
import { type MeasuredRun, readMeasuredRun } from "../judge/unpaired/measured-run.ts";
import { isJudged, type VerdictRow } from "../judge/verdict.ts";
import { shownRows, verdictCounts } from "../report/comparison-rows.ts";
import { exitStatus, nothingDecided, verdictJson } from "../report/publish-upgrade.ts";
import { verdictColumns } from "../report/run-files.ts";
import { terminalTable } from "../report/terminal-table.ts";
import { releaseVerdicts } from "../report/verdict-table.ts";
import { median } from "../statistics/median.ts";
import { runCommand } from "./run-command.ts";

const options: Readonly<Record<string, Option>> = {
  threshold: { type: "string", value: "N%", about: "changes below it do not count (default: auto)" },
  csv: { type: "string", value: "FILE", about: "write the verdicts there, with the columns of upgrade.csv" },
  json: { type: "string", value: "FILE", about: "write the verdicts there, as JSON; - is standard output" },
  force: { type: "boolean", about: "compare runs of different machines, and mark every row" },
  help: { type: "boolean", short: "h", about: "show this" },
};

const help = `Compares two finished runs of one machine, of matrix.mjs or upgrade.mjs, with the verdicts of upgrade.mjs.

Usage: npx zx scripts/compare.mjs RUN_A RUN_B [options]

RUN_A (old) and RUN_B (new) are folders of results/. Cells of the same release are compared, else those of the one
release of the same runtime. upgrade.mjs is the better judge: its processes run in pairs, close in time, and what it
finds it confirms.

${optionLines(options)}

Examples:
  npx zx scripts/compare.mjs results/monday results/friday
  npx zx scripts/compare.mjs results/node-22 results/node-24 --threshold 5% --csv changes.csv

Exit status: 0 nothing became slower or broke; 1 something did; 2 wrong arguments; 3 nothing could be decided.`;

/** `compare.mjs`: compares two finished runs. Resolves to the exit status, as that of `upgrade.mjs`. */
export function compareCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => compare(args), nothingDecided);
}

function compare(args: readonly string[]): number {
  const line = readCommandLine(args, options);
  if (line.flag("help")) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const [first, second, ...strays] = line.positionals;
  if (first === undefined || second === undefined || strays.length > 0) {
    throw new BadInput(`Expected the folders of two runs; got ${line.positionals.join(" ") || "none"}`);
  }
  const threshold = readThreshold(line.text("threshold"));
  const [before, after] = [readMeasuredRun(first), readMeasuredRun(second)];
  const remark = machineRemark(before, after, line.flag("force"));
  const compared = compareRuns(before, after, threshold, remark);
  if (compared.rows.length === 0)
    throw new BadInput(`"${first}" and "${second}" have no measured cell in common`);
  const [csv, json] = [line.text("csv"), line.text("json")];
  if (csv === standardOutput && json === standardOutput) {
    throw new BadInput(
      "--csv and --json cannot both be written to standard output; name a file for one of them",
    );
  }
  if (csv !== undefined) checkWritable("--csv", csv);
  if (json !== undefined) checkWritable("--json", json);
  publish(compared, [before, after], csv, json);
  return exitStatus(compared.rows);
}

/** What is noted with every row of runs that should not be compared. @throws {BadInput} unless it is forced */
function machineRemark(before: MeasuredRun, after: MeasuredRun, isForced: boolean): string | undefined {
  const [one, other] = [before.environment.machine, after.environment.machine];
  if (one.id === other.id) return undefined;
  const difference = one.cpu === other.cpu ? "two machines of one kind" : `${one.cpu} and ${other.cpu}`;
  if (isForced)
    return `different machines (${one.id}, ${other.id}): the ratio says nothing about the runtime`;
  throw new BadInput(
    `The runs are of different machines (${one.id}, ${other.id}: ${difference}), which differ by more than releases do; measure both on one, or add --force`,
  );
}

function publish(
  { rows, onlyOld, onlyNew }: ComparedRuns,
  [before, after]: readonly [MeasuredRun, MeasuredRun],
  csv: string | undefined,
  json: string | undefined,
): void {
  const stream = streamBeside(csv, json);
  stream.write(`${terminalTable(releaseVerdicts(shownRows(rows)), stream)}\n\n`);
  stream.write(`${before.environment.run} → ${after.environment.run}: ${verdictCounts(rows)}.\n`);
  stream.write(
    "The runs were made at different times: what changed on the machine between them is in every ratio.\n",
  );
  stream.write(commonShift(rows));
  stream.write(onlyText("RUN_A", onlyOld) + onlyText("RUN_B", onlyNew));
  if (csv !== undefined) replaceFile(csv, toCsv(rows, verdictColumns));
  if (json !== undefined) {
    const text = JSON.stringify(
      { exit_status: exitStatus(rows), rows: rows.map(verdictJson), only_old: onlyOld, only_new: onlyNew },
      null,
      2,
    );
    replaceFile(json, `${text}\n`);
  }
}

/** A line of warning where the times of nearly all cells have moved one way: releases seldom do that, machines often. */
function commonShift(rows: readonly VerdictRow[]): string {
  const shifts = rows
    .filter(isJudged)
    .flatMap(({ metric, ratio }) =>
      metric === "wall_ms" && ratio !== undefined ? Math.log(ratio.value) : [],
    );
  const middle = median(shifts) ?? 0;
  const alike = shifts.filter((shift) => shift > 0 === middle > 0).length;
  if (shifts.length < fewestShifts || alike < commonPart * shifts.length || Math.abs(middle) < leastShift)
    return "";
  const way = middle > 0 ? "slower" : "faster";
  const percent = (100 * Math.expm1(Math.abs(middle))).toFixed(0);
  return `${alike} of ${shifts.length} cells are ${way}, by about ${percent} %: that may be the machine rather than what was measured.\n`;
}

const fewestShifts = 8;
const commonPart = 0.8;
const leastShift = 0.01;

/** A line for the cells that nothing is said about, because only one run has them. */
function onlyText(run: string, cells: readonly string[]): string {
  if (cells.length === 0) return "";
  const shown = cells.slice(0, mostShown);
  const rest = cells.length - shown.length;
  const more = rest > 0 ? `, and ${rest} more` : "";
  return `Not compared, since only ${run} has ${cells.length === 1 ? "it" : "them"}: ${shown.join(", ")}${more}.\n`;
}

const mostShown = 5;
