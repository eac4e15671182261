import process from "node:process";
import type { Surroundings } from "../bouts/bout.ts";
import { startBusyNeighbour } from "../bouts/busy-neighbour.ts";
import { type CalibratePlan, calibratePlan } from "../bouts/calibrate-plan.ts";
import { type Comparison, comparisonsOf } from "../bouts/plan.ts";
import { duration } from "../command-line/duration.ts";
import { toCsv } from "../files/csv.ts";
import { measuredRows, resampledRows } from "../judge/calibration/calibration.ts";
import type { CheckedCell } from "../judge/calibration/checked-cell.ts";
import { estimateErrors } from "../judge/calibration/estimate-error.ts";
import { isJudged, type JudgedRow } from "../judge/verdict.ts";
import {
  calibrationColumns,
  calibrationReport,
  calibrationTable,
  estimateColumns,
  estimateTable,
} from "../report/calibration-report.ts";
import { terminalTable } from "../report/terminal-table.ts";
import { verdictLine } from "../report/verdict-text.ts";
import {
  type CalibrateOptions,
  calibrateHelp,
  readCalibrateOptions,
  slowdowns,
} from "./calibrate-options.ts";
import {
  type FinishedRun,
  type MeasuringCommand,
  measuringCommand,
  type PreparedRun,
} from "./measuring-command.ts";
import { runCommand } from "./run-command.ts";
import { prepareVersions } from "./upgrade-command.ts";

/** `calibrate.mjs`: tries the upgrade check out on changes that are known. Resolves to the exit status. */
export function calibrateCommand(args: readonly string[]): Promise<number> {
  return runCommand(() => measuringCommand(calibrate, args));
}

interface PreparedCalibration extends PreparedRun {
  readonly plan: CalibratePlan;
}

const calibrate: MeasuringCommand<CalibrateOptions, PreparedCalibration> = {
  what: "calibration",
  prefix: "calibrate-",
  help: calibrateHelp,
  read: readCalibrateOptions,
  prepare: prepareCalibration,
  settings: ({ busy }) => ({ busy }),
  threshold: () => ({ kind: "auto" }),
  // As strict as a check of all these cells would be: their repeats are separate checks.
  strictness: ({ plan }) => {
    // Those that nothing was put into: what was is found, and would leave more to the others.
    const kinds = Map.groupBy(plan.groups, (group) => plan.kinds.get(group.id));
    return [...kinds.values()].flatMap(([first]) => first?.comparisons ?? []);
  },
  listed: ({ plan }, { extent }) =>
    `${plan.groups.length} checks, ${extent.kind === "budget" ? `at most ${duration(extent.budgetMs)}` : ""}`,
  decided: ({ comparisons }, { judgements }) => judgements.rows(comparisons).map(verdictLine).join("\n"),
  beside: ({ busy }) => (busy ? startBusyNeighbour() : () => {}),
  publish: publishCalibration,
};

async function prepareCalibration(
  options: CalibrateOptions,
  surroundings: Surroundings,
): Promise<PreparedCalibration> {
  const { runtime: spec, executors, access, from, timeoutMs, workloads: names } = options;
  const { runtimes, workloads } = await prepareVersions(
    { old: spec, new: spec, executors, access, from, timeoutMs },
    names,
    surroundings,
  );
  const [runtime] = runtimes;
  return { runtimes: [runtime], plan: calibratePlan(options, slowdowns, runtime, workloads) };
}

async function publishCalibration(
  finished: FinishedRun<CalibrateOptions, PreparedCalibration>,
): Promise<number> {
  const { folder, options, environment, judgements, signal } = finished;
  const checked = checkedCells(finished);
  if (!signal.aborted) process.stderr.write("Drawing more checks from the pairs that were measured\n");
  const simulation = {
    checks: options.simulations,
    judging: (comparison: Comparison) => judgements.judging(comparison),
    seed: options.seed,
  };
  const drawnRows = await resampledRows(checked, [0, ...slowdowns], simulation, signal);
  const rows = [...measuredRows(checked), ...drawnRows];
  const errors = estimateErrors(checked);
  folder.write("calibration.csv", toCsv(rows, calibrationColumns));
  folder.write("estimates.csv", toCsv(errors, estimateColumns));
  folder.write("calibration.md", calibrationReport(rows, errors, environment));
  const files = `${folder.shownPath}: calibration.csv, estimates.csv, calibration.md, comparisons.csv, samples.csv`;
  const tables = [calibrationTable(rows), estimateTable(errors)];
  const drawn = tables.map((table) => `${terminalTable(table, process.stdout)}\n\n`).join("");
  process.stdout.write(`\n${drawn}${files}\n`);
  return 0;
}

function checkedCells({
  folder,
  prepared: { plan },
  judgements,
}: FinishedRun<CalibrateOptions, PreparedCalibration>): CheckedCell[] {
  return comparisonsOf(plan).map((comparison) => {
    const { group, baseline, cell } = comparison;
    return {
      comparison,
      kind: plan.kinds.get(group) ?? group,
      processes: { baseline: folder.processesOf(baseline, group), cell: folder.processesOf(cell, group) },
      row: judgements
        .of(comparison)
        .rows.find((row): row is JudgedRow => row.metric === "wall_ms" && isJudged(row)),
    };
  });
}
