import { existsSync } from "node:fs";
import process from "node:process";
import { describeRun, type Environment, readEnvironment } from "../bouts/environment.ts";
import { peerVersions } from "../bouts/peer-versions.ts";
import { runMatrix, type Surroundings } from "../bouts/run-matrix.ts";
import { makeRunFolder, RunRecord } from "../bouts/run-record.ts";
import { startWatchdog } from "../bouts/watchdog.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { interruption } from "../command-line/interruption.ts";
import { typedCommand } from "../command-line/typed-command.ts";
import { version } from "../command-line/version.ts";
import { datedFolder } from "../files/folders.ts";
import { WriteError } from "../files/write-file.ts";
import { type MatrixOptions, matrixHelp, readMatrixOptions } from "./matrix-options.ts";
import { planText } from "./plan-text.ts";
import { type PreparedMatrix, prepareMatrix } from "./prepare-matrix.ts";
import { runCommand } from "./run-command.ts";

/** `matrix.mjs`: plans, runs, publishes. Resolves to the exit status of contract §3. */
export function matrixCommand(args: readonly string[]): Promise<number> {
  return runCommand(() => matrix(args));
}

async function matrix(args: readonly string[]): Promise<number> {
  const request = readMatrixOptions(args);
  if (request.kind === "help") return print(matrixHelp());
  if (request.kind === "version") return print(version);

  const watchdog = startWatchdog();
  const surroundings = { signal: interruption(), watchdog, stream: process.stderr };
  try {
    if (request.kind === "resume") return await resume(request.folder, surroundings);
    if (request.kind === "list")
      return print(planText(await prepareMatrix(request.options, surroundings), request.options));
    return await start(args, request.options, surroundings);
  } finally {
    watchdog.close();
  }
}

/** A new run, in a new folder. */
async function start(
  args: readonly string[],
  options: MatrixOptions,
  surroundings: Surroundings,
): Promise<number> {
  if (options.out !== undefined && existsSync(options.out)) {
    throw new BadInput(
      `Cannot write to "${options.out}": it exists; name a new folder, or go on with that run with --resume`,
    );
  }
  const prepared = await prepareMatrix(options, surroundings);
  const folder = options.out ?? datedFolder();
  makeRunFolder(folder);
  const record = new RunRecord(folder, prepared.plan);
  return finish(
    record,
    options,
    prepared,
    describeRun(record.name, args, options.seed, settings(options), prepared.runtimes),
    surroundings,
  );
}

/** The rest of a run that was interrupted, with its options and its order. */
async function resume(folder: string, surroundings: Surroundings): Promise<number> {
  const environment = readEnvironment(folder);
  const earlier = readMatrixOptions(environment.commandLine);
  if (earlier.kind !== "run") throw new BadInput(`Cannot resume "${folder}": it is not a run of the matrix`);
  const options = { ...earlier.options, seed: environment.seed };
  const prepared = await prepareMatrix(options, surroundings);
  const record = new RunRecord(folder, prepared.plan);
  record.restore();
  return finish(record, options, prepared, environment, surroundings);
}

async function finish(
  record: RunRecord,
  options: MatrixOptions,
  { plan }: PreparedMatrix,
  environment: Environment,
  surroundings: Surroundings,
): Promise<number> {
  const goOn = `go on with ${typedCommand(["--resume", record.shownFolder])}`;
  try {
    record.write("environment.json", JSON.stringify(environment, null, 2));
    await runMatrix(record, plan, options, surroundings);
    record.refresh();
    const interrupted = surroundings.signal.aborted;
    const ended = interrupted ? environment : { ...environment, finished: new Date().toISOString() };
    record.write("environment.json", JSON.stringify(ended, null, 2));
    // Not before it is needed: charts are most of what a command would load.
    const { publishRun } = await import("../report/publish-run.ts");
    publishRun(record, process.stdout);
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    throw new WriteError(`${error.message}. What was measured before is kept; ${goOn}`, { cause: error });
  }
  if (surroundings.signal.aborted) {
    process.stderr.write(`Interrupted. What was measured is there; ${goOn}\n`);
    return 130;
  }
  return record.summaries().some(({ status: { status } }) => status === "failed" || status === "timeout")
    ? 1
    : 0;
}

function settings({ rounds, effort, timeoutMs, access, executors }: MatrixOptions): Environment["settings"] {
  return { rounds, effort, timeoutMs, access, ...peerVersions(executors) };
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
