import { existsSync } from "node:fs";
import process from "node:process";
import { startBusyNeighbour } from "../bouts/busy-neighbour.ts";
import { describeRun } from "../bouts/environment.ts";
import { makeRunFolder } from "../bouts/run-record.ts";
import { runUpgrade } from "../bouts/run-upgrade.ts";
import type { UpgradeCell } from "../bouts/upgrade-cell.ts";
import { UpgradeRecord } from "../bouts/upgrade-record.ts";
import { startWatchdog } from "../bouts/watchdog.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { interruption } from "../command-line/interruption.ts";
import { toCsv } from "../files/csv.ts";
import { resultsFolder } from "../files/folders.ts";
import { measuredRows, resampledRows } from "../judge/calibration/calibration.ts";
import { estimateErrors } from "../judge/calibration/estimate-error.ts";
import {
  calibrationColumns,
  calibrationReport,
  calibrationTable,
  estimateColumns,
  estimateTable,
} from "../report/calibration-report.ts";
import { designFor } from "../statistics/sequential-test.ts";
import {
  type CalibrateOptions,
  calibrateHelp,
  readCalibrateOptions,
  slowdowns,
} from "./calibrate-options.ts";
import { prepareUpgrade } from "./prepare-upgrade.ts";
import { runCommand } from "./run-command.ts";

/** `calibrate.mjs`: tries the upgrade check out on changes that are known. Resolves to the exit status. */
export function calibrateCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const request = readCalibrateOptions(args);
    if (request.kind === "run") return calibrate(args, request.options);
    process.stdout.write(`${calibrateHelp()}\n`);
    return 0;
  });
}

async function calibrate(args: readonly string[], options: CalibrateOptions): Promise<number> {
  const now = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const folder = options.out ?? `${resultsFolder}calibrate-${now}`;
  if (existsSync(folder)) throw new BadInput(`Cannot write to "${folder}": it exists; name a new folder`);
  const watchdog = startWatchdog();
  const surroundings = { signal: interruption(), watchdog, stream: process.stderr };
  const endNeighbour = options.busy ? startBusyNeighbour() : () => {};
  try {
    const { cells: kinds, versions } = await prepareUpgrade(options, surroundings);
    const checks = kinds.flatMap((cell) => checksOf(cell, options.repeats));
    const judging = { design: designFor(3 * kinds.length), threshold: options.threshold };
    makeRunFolder(folder);
    const cells = checks.map(({ cell }) => cell);
    const record = new UpgradeRecord(folder, cells, versions, judging);
    const { effort, timeoutMs, access, budgetMs, seed, busy } = options;
    const settings = { effort, timeoutMs, access, budgetMs, busy, ...judging };
    const environment = describeRun(record.name, args, seed, settings, [versions.old]);
    record.write("environment.json", JSON.stringify(environment, null, 2));
    await runUpgrade(record, cells, options, surroundings);
    const { signal, stream } = surroundings;
    if (record.processes === 0) signal.throwIfAborted();

    const checked = checks.map((check) => ({
      ...check,
      processes: record.processesOf(check.cell),
      row: record.judgement(check.cell).rows.find(({ metric }) => metric === "wall_ms"),
    }));
    const simulation = { checks: options.simulations, judging, seed };
    if (!signal.aborted) stream.write("Drawing more checks from the pairs that were measured\n");
    const drawnRows = await resampledRows(checked, [0, ...slowdowns], simulation, signal);
    const rows = [...measuredRows(checked), ...drawnRows];
    const ended = { ...environment, finished: new Date().toISOString() };
    if (!signal.aborted) record.write("environment.json", JSON.stringify(ended, null, 2));
    record.refresh();
    const errors = estimateErrors(checked);
    record.write("calibration.csv", toCsv(rows, calibrationColumns));
    record.write("estimates.csv", toCsv(errors, estimateColumns));
    record.write("calibration.md", calibrationReport(rows, errors, ended));
    const files = `${record.shownFolder}: calibration.csv, estimates.csv, calibration.md, samples.csv`;
    process.stdout.write(
      `\n${drawn(calibrationTable(rows))}\n\n${drawn(estimateTable(errors))}\n\n${files}\n`,
    );
    if (!signal.aborted) return 0;
    stream.write("Interrupted. What was measured is there; no checks were drawn from it\n");
    return 130;
  } finally {
    endNeighbour();
    watchdog.close();
  }
}

/** A cell against itself, several times, and slowed down by each known share. */
function checksOf(
  kind: UpgradeCell,
  repeats: number,
): { readonly kind: string; readonly cell: UpgradeCell }[] {
  const cell = (suffix: string, slowdown?: number): { kind: string; cell: UpgradeCell } => ({
    kind: kind.id,
    cell: { ...kind, id: `${kind.id}/${suffix}`, ...(slowdown !== undefined && { slowdown }) },
  });
  return [
    ...Array.from({ length: repeats }, (_, index) => cell(`nothing-${index + 1}`)),
    ...slowdowns.map((slowdown) => cell(`slower-by-${100 * slowdown}-percent`, slowdown)),
  ];
}

/** A table as text in columns. */
function drawn(table: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...table.map((texts) => texts[column]?.length ?? 0));
  return table
    .map((texts) =>
      texts
        .map((text, column) => (column === 0 ? text.padEnd(width(column)) : text.padStart(width(column))))
        .join("  "),
    )
    .join("\n");
}
