import { existsSync } from "node:fs";
import process from "node:process";
import { describeRun, type Environment, readEnvironment } from "../bouts/environment.ts";
import { peerVersions } from "../bouts/peer-versions.ts";
import type { Surroundings } from "../bouts/run-matrix.ts";
import { makeRunFolder } from "../bouts/run-record.ts";
import { runUpgrade } from "../bouts/run-upgrade.ts";
import { UpgradeRecord } from "../bouts/upgrade-record.ts";
import { startWatchdog } from "../bouts/watchdog.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { interruption } from "../command-line/interruption.ts";
import { version } from "../command-line/version.ts";
import { resultsFolder } from "../files/folders.ts";
import { checkWritable } from "../files/write-file.ts";
import type { Judging } from "../judge/judge-series.ts";
import { exitStatus, nothingDecided, publishUpgrade } from "../report/publish-upgrade.ts";
import { designFor, misrate } from "../statistics/sequential-test.ts";
import { type PreparedUpgrade, prepareUpgrade } from "./prepare-upgrade.ts";
import { runCommand } from "./run-command.ts";
import { readUpgradeOptions, type UpgradeOptions, upgradeHelp } from "./upgrade-options.ts";

/** `upgrade.mjs`: checks an upgrade. Resolves to the exit status of contract §4. */
export function upgradeCommand(args: readonly string[]): Promise<number> {
  // 1 would say that something became slower or broke.
  return runCommand(() => upgrade(args), nothingDecided);
}

async function upgrade(args: readonly string[]): Promise<number> {
  const request = readUpgradeOptions(args);
  if (request.kind === "help") return print(upgradeHelp());
  if (request.kind === "version") return print(version);

  const watchdog = startWatchdog();
  const surroundings = { signal: interruption(), watchdog, stream: process.stderr };
  try {
    if (request.kind === "resume") return await resume(request.folder, surroundings);
    if (request.kind === "list") return await list(request.options, surroundings);
    return await start(args, request.options, surroundings);
  } finally {
    watchdog.close();
  }
}

async function list(options: UpgradeOptions, surroundings: Surroundings): Promise<number> {
  const { cells } = await prepareUpgrade(options, surroundings);
  return print(
    `${cells.map(({ id }) => id).join("\n")}\n\n${cells.length} cells, ${options.budgetMs / 60_000} min`,
  );
}

/** A new check, in a new folder. */
async function start(
  args: readonly string[],
  options: UpgradeOptions,
  surroundings: Surroundings,
): Promise<number> {
  const now = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const folder = options.out ?? `${resultsFolder}upgrade-${now}`;
  if (existsSync(folder)) {
    throw new BadInput(
      `Cannot write to "${folder}": it exists; name a new folder, or go on with that run with --resume`,
    );
  }
  checkDestinations(options);
  const prepared = await prepareUpgrade(options, surroundings);
  makeRunFolder(folder);
  const record = newRecord(folder, prepared, options);
  const { effort, timeoutMs, access, budgetMs, seed, executors = [] } = options;
  const settings = {
    effort,
    timeoutMs,
    access,
    budgetMs,
    confidence: 1 - misrate,
    ...judging(prepared, options),
    ...peerVersions(executors),
  };
  const { old, new: own } = prepared.versions;
  const environment = describeRun(record.name, args, seed, settings, [old, own]);
  return finish(record, options, prepared, environment, surroundings);
}

/** The rest of a check that was interrupted, with its options and its order. */
async function resume(folder: string, surroundings: Surroundings): Promise<number> {
  const environment = readEnvironment(folder);
  const earlier = readUpgradeOptions(environment.commandLine);
  if (earlier.kind !== "run")
    throw new BadInput(`Cannot resume "${folder}": it is not a check of an upgrade`);
  const options = { ...earlier.options, seed: environment.seed };
  if (JSON.stringify(environment.settings.effort) !== JSON.stringify(options.effort)) {
    throw new BadInput(
      `Cannot resume "${folder}": it was begun by another version of worker-matrix, which measures in another way; begin a new check`,
    );
  }
  checkDestinations(options);
  const prepared = await prepareUpgrade(options, surroundings);
  checkSame(folder, environment, prepared.versions);
  const record = newRecord(folder, prepared, options);
  record.restore();
  return finish(record, options, prepared, environment, surroundings);
}

/** What is written in the end, beside the run's folder, is tried first. @throws {BadInput} */
function checkDestinations({ json }: UpgradeOptions): void {
  if (json !== undefined) checkWritable("--json", json);
}

/** Pairs of another machine, or of another release under the same name, do not go with those that there are. @throws {BadInput} */
function checkSame(
  folder: string,
  earlier: Environment,
  { old, new: own }: PreparedUpgrade["versions"],
): void {
  const now = describeRun("", [], 0, {}, [old, own]);
  if (now.machine.id !== earlier.machine.id) {
    throw new BadInput(
      `Cannot resume "${folder}" here: it was begun on another machine (${earlier.machine.cpu})`,
    );
  }
  for (const [index, { spec, version: found }] of now.runtimes.entries()) {
    const before = earlier.runtimes[index]?.version;
    if (before !== found) {
      throw new BadInput(
        `Cannot resume "${folder}": ${spec} was ${before} then, and is ${found} now; begin a new check`,
      );
    }
  }
}

function newRecord(folder: string, prepared: PreparedUpgrade, options: UpgradeOptions): UpgradeRecord {
  return new UpgradeRecord(folder, prepared.cells, prepared.versions, judging(prepared, options));
}

/** The time and its slowest quarter are two series; a metric may be a third. */
function judging({ cells }: PreparedUpgrade, { threshold }: UpgradeOptions): Judging {
  return { design: designFor(3 * cells.length), threshold };
}

async function finish(
  record: UpgradeRecord,
  options: UpgradeOptions,
  { cells, versions }: PreparedUpgrade,
  environment: Environment,
  surroundings: Surroundings,
): Promise<number> {
  record.write("environment.json", JSON.stringify(environment, null, 2));
  await runUpgrade(record, cells, options, surroundings);
  const interrupted = surroundings.signal.aborted;
  const ended = interrupted ? environment : { ...environment, finished: new Date().toISOString() };
  record.write("environment.json", JSON.stringify(ended, null, 2));
  const { json } = options;
  publishUpgrade(record, versions, ended, {
    json,
    stepSummary: process.env.GITHUB_STEP_SUMMARY,
    stream: process.stdout,
  });
  if (interrupted) {
    process.stderr.write(
      `Interrupted. What was measured is there; go on with --resume ${record.shownFolder}\n`,
    );
    return 130;
  }
  return exitStatus(record.rows());
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
