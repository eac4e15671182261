import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import type { Surroundings } from "../bouts/bout.ts";
import type { Cell } from "../bouts/contender.ts";
import { quotaNotice } from "../bouts/cores.ts";
import { describeRun, describeRuntimes, type Environment, readEnvironment } from "../bouts/environment.ts";
import { type Judge, measurePlan } from "../bouts/measure-plan.ts";
import type { Standing } from "../bouts/next-bouts.ts";
import { type Comparison, comparisonsOf, type Group, type KnownPlan, type Plan } from "../bouts/plan.ts";
import { makeDatedFolder, makeRunFolder, RunFolder } from "../bouts/run-folder.ts";
import type { Shares } from "../bouts/shards/balance.ts";
import {
  type PlanFile,
  planFileName,
  planText as planFileText,
  readPlanFile,
} from "../bouts/shards/plan-file.ts";
import type { System } from "../bouts/system/system.ts";
import { system } from "../bouts/system/this-system.ts";
import { startWatchdog } from "../bouts/watchdog.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { counted } from "../command-line/counted.ts";
import { duration } from "../command-line/duration.ts";
import { interruption } from "../command-line/interruption.ts";
import { StatusLine } from "../command-line/status-line.ts";
import { typedCommand } from "../command-line/typed-command.ts";
import { version } from "../command-line/version.ts";
import { isOneStream } from "../files/destination.ts";
import { resultsFolder } from "../files/folders.ts";
import { WriteError } from "../files/write-file.ts";
import { Judgements } from "../judge/judgements.ts";
import type { Threshold } from "../judge/threshold.ts";
import type { InstalledRuntime } from "../releases/installed-runtime.ts";
import { writeRunFiles } from "../report/run-files.ts";
import type { MeasuringOptions, MeasuringRequest } from "./measuring-options.ts";
import {
  looksOf,
  narrowed,
  partOf,
  planText,
  type Shard,
  shardEnded,
  shardOf,
  shardText,
  sharedPlan,
} from "./shared-run.ts";
import type { Sharing } from "./sharing-options.ts";

/**
 * A command that measures: what is special to it.
 *
 * @template Known what it takes to report a run, also one that was measured elsewhere
 */
export interface MeasuringCommand<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun = Prepared,
> {
  /** What the command is called in a sentence: `run of the matrix`. */
  readonly what: string;
  /** Stands before the date in the names of its folders. */
  readonly prefix: string;
  help(): string;
  /** @throws {BadInput} */
  read(args: readonly string[]): MeasuringRequest<Options>;
  /** Looks up what the options name, and makes the plan; `earlier` is what the same run has recorded. @throws {BadInput} */
  prepare(options: Options, surroundings: Surroundings, earlier?: Earlier): Promise<Prepared>;
  /** Where a run can be added to later, with `--out`: what is recorded for that. */
  record?(prepared: Prepared, earlier: Environment | undefined): Pick<Environment, "history">;
  /** Part of the method, recorded with the run. */
  settings(options: Options): Environment["settings"];
  threshold(options: Options): Threshold;
  /** The comparisons of which a false alarm in any one is bounded; all of the plan unless said. */
  strictness?(prepared: Prepared): readonly Comparison[];
  /** What `--list` prints below the cells. */
  listed(prepared: Prepared, options: Options): string;
  /** `publish` says on standard output why each cell failed. */
  readonly saysWhy?: true;
  /** Where its runs can be shared out among machines. */
  readonly sharing?: {
    /** As in its plans: `matrix`. */
    readonly name: string;
    /** What a plan has of a run. */
    known(plan: PlanFile): Known;
  };
  /** Says what was found in a group, as soon as all of it is decided: on a terminal more than in a pipe. */
  decided(
    group: Group,
    finished: FinishedRun<Options, Prepared>,
    stream: NodeJS.WriteStream,
  ): string | Promise<string>;
  /** What steers the measuring where the plan grows with what is known; else it goes by the judgements alone. */
  steer?(finished: FinishedRun<Options, Prepared>, surroundings: Surroundings): Steering;
  /** Begins something that lasts as long as the measuring. Returns how to end it. */
  beside?(options: Options): () => void;
  /** Tries what can only be written in the end. @throws {BadInput} */
  checkDestinations?(options: Options): void;
  /** Writes files beside those of every run, again and again while it measures. */
  refresh?(finished: FinishedRun<Options, Known>): void;
  /** Writes its own files and says what was found. Resolves to the exit status of a run that was not interrupted. */
  publish(finished: FinishedRun<Options, Known>): Promise<number> | number;
}

/** What is reported of a run. */
export interface KnownRun {
  readonly plan: KnownPlan;
}

/** A run that is gone on with, or added to: what it has recorded. */
export interface Earlier {
  readonly environment: Environment;
  readonly doing: "resume" | "add to";
}

/** A run before its first process. */
export interface PreparedRun extends KnownRun {
  readonly plan: Plan;
  readonly runtimes: readonly InstalledRuntime[];
  /** Where the plan grows: all cells that may come to be in it. */
  readonly possibleCells?: readonly Pick<Cell, "id">[];
}

/** Says what is measured next where the plan grows. */
export interface Steering extends Pick<Judge, "standing" | "wanted"> {
  /** Adds to the plan what follows from what is known by now: before the first bout, and after each one. */
  grow(): Promise<void>;
  /** What is known, and what is tried now. */
  progress(): string;
}

/** What was measured, and all that it takes to report it. */
export interface FinishedRun<Options, Prepared extends KnownRun> {
  readonly folder: RunFolder;
  readonly options: Options;
  readonly prepared: Prepared;
  readonly environment: Environment;
  readonly judgements: Judgements;
  readonly signal: AbortSignal;
}

/** How often, at most, the files that follow from the samples are written anew. */
const refreshMs = 2000;

/** Runs a command that measures: help, a list, a new run, or the rest of one. Resolves to the exit status. */
export async function measuringCommand<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(command: MeasuringCommand<Options, Prepared, Known>, args: readonly string[]): Promise<number> {
  const request = command.read(args);
  if (request.kind === "help") return print(command.help());
  if (request.kind === "version") return print(version);
  const watchdog = startWatchdog();
  const surroundings = { signal: interruption(), watchdog, stream: process.stderr };
  try {
    if (request.kind === "resume") return await resume(command, request.folder, surroundings);
    const { options } = request;
    if (request.kind === "list") {
      const prepared = narrowed(await command.prepare(options, surroundings), options.sharing?.plan);
      const shard = await shardHere(command, options, prepared, false);
      const part = shard === undefined ? prepared : { ...prepared, plan: partOf(prepared.plan, shard) };
      const share = shard === undefined ? "" : `\n${shardText(shard, options)}`;
      return print(`${listedCells(part)}\n\n${command.listed(part, options)}${share}`);
    }
    return await start(command, args, options, surroundings);
  } finally {
    watchdog.close();
  }
}

/** A new run, in a new folder. */
async function start<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(
  command: MeasuringCommand<Options, Prepared, Known>,
  args: readonly string[],
  options: Options,
  surroundings: Surroundings,
): Promise<number> {
  if (options.out !== undefined && existsSync(options.out)) {
    if (command.record !== undefined) return add(command, args, options, options.out, surroundings);
    throw new BadInput(
      `Cannot write to "${options.out}": it exists; name a new folder, or go on with that run with --resume`,
    );
  }
  command.checkDestinations?.(options);
  const prepared = narrowed(await command.prepare(options, surroundings), options.sharing?.plan);
  if (options.sharing?.kind === "plan") {
    return print(planText(await planHere(command, options, options.sharing, prepared), options.sharing.file));
  }
  const shard = await shardHere(command, options, prepared);
  const path = options.out ?? makeDatedFolder(`${resultsFolder}${command.prefix}${folderPart(shard)}`);
  if (options.out !== undefined) makeRunFolder(path);
  const begun = begin(path, prepared, shard);
  const settings = settingsHere(command, options);
  const commandLine = shard?.plan.commandLine ?? args;
  const environment = {
    ...(await describeRun(begun.folder, commandLine, options.seed, settings, begun.prepared)),
    ...(shard && { shard: { ...shard.part, plan: shard.plan.sha256 } }),
    ...command.record?.(prepared, undefined),
  };
  if (shard !== undefined) begun.folder.write(planFileName, planFileText(shard.plan));
  if (shard?.plan.confirms?.machines.includes(environment.machine.id)) {
    surroundings.stream.write("This machine has found what is to be confirmed: measure it on another one\n");
  }
  return finish(command, { ...begun, options, environment }, surroundings);
}

/** The folder of a run, and the part of it that is measured here. */
function begin<Prepared extends PreparedRun>(
  path: string,
  prepared: Prepared,
  shard: Shard | undefined,
): Pick<BegunRun<unknown, Prepared>, "folder" | "prepared" | "shared"> {
  if (shard === undefined) {
    return {
      folder: new RunFolder(path, { cells: prepared.possibleCells ?? prepared.plan.cells }),
      prepared,
    };
  }
  const plan = partOf(prepared.plan, shard);
  return {
    folder: new RunFolder(path, plan),
    prepared: { ...prepared, plan },
    shared: { shard, whole: prepared },
  };
}

/** Part of the method, whoever measures. */
function settingsOf<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(command: MeasuringCommand<Options, Prepared, Known>, options: Options): Environment["settings"] {
  const { effort, timeoutMs, access, extent } = options;
  return { effort, timeoutMs, access, extent, ...command.settings(options) };
}

/** The same, and what this machine adds to it. */
function settingsHere<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(command: MeasuringCommand<Options, Prepared, Known>, options: Options): Environment["settings"] {
  return { ...settingsOf(command, options), ...turnsOf(system) };
}

/** The plan of a run that is shared out. @throws {BadInput} */
function planHere<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(
  command: MeasuringCommand<Options, Prepared, Known>,
  options: Options,
  sharing: Sharing,
  prepared: Prepared,
): Promise<PlanFile> {
  if (command.sharing === undefined) throw new TypeError(`A ${command.what} cannot be shared out`);
  const looks = looksOf(comparisonsOf(prepared.plan), command.threshold(options));
  return sharedPlan(command.sharing.name, sharing, options, settingsOf(command, options), prepared, looks);
}

/**
 * What is measured here of a run that is shared out; `undefined` if it is not.
 *
 * @param isWritten whether the plan becomes a file
 * @throws {BadInput}
 */
async function shardHere<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(
  command: MeasuringCommand<Options, Prepared, Known>,
  options: Options,
  prepared: Prepared,
  isWritten = true,
): Promise<Shard | undefined> {
  const { sharing } = options;
  if (sharing?.kind !== "shard") return undefined;
  const from = isWritten || sharing.plan !== undefined ? sharing : { ...sharing, file: undefined };
  return shardOf(await planHere(command, options, from, prepared), sharing.shard, options);
}

/** Stands in the name of a shard's folder. */
function folderPart(shard: Shard | undefined): string {
  return shard === undefined ? "" : `shard-${shard.part.index}-of-${shard.part.of}-`;
}

/** Adds to a run that may have ended long ago what is new since then. */
async function add<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(
  command: MeasuringCommand<Options, Prepared, Known>,
  args: readonly string[],
  options: Options,
  path: string,
  surroundings: Surroundings,
): Promise<number> {
  const earlier = readEnvironment(path);
  command.checkDestinations?.(options);
  requireSameEffort(path, earlier, options, "add to");
  const prepared = await command.prepare(options, surroundings, { environment: earlier, doing: "add to" });
  await checkSame(path, earlier, prepared, "add to");
  const folder = new RunFolder(path, { cells: prepared.possibleCells ?? prepared.plan.cells });
  folder.restore();
  const { finished: _, ...begun } = earlier;
  const now = await describeRun(folder, args, options.seed, settingsHere(command, options), prepared);
  const { commandLine, seed, settings, startedIn = "." } = now;
  const environment: Environment = {
    ...begun,
    ...{ commandLine, seed, settings, startedIn },
    spentBeforeMs: folder.spentMs,
    ...command.record?.(prepared, earlier),
  };
  const added = { ...options, spentBeforeMs: folder.spentMs };
  return finish(command, { folder, options: added, prepared, environment }, surroundings);
}

/** The rest of a run that was interrupted, with its options and its order. */
async function resume<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(
  command: MeasuringCommand<Options, Prepared, Known>,
  path: string,
  surroundings: Surroundings,
): Promise<number> {
  const environment = readEnvironment(path);
  if (environment.merged !== undefined) {
    throw new BadInput(
      `Cannot resume "${path}": it was put together from shards; go on with these, and merge them again`,
    );
  }
  const earlier = command.read(environment.commandLine);
  if (earlier.kind !== "run") throw new BadInput(`Cannot resume "${path}": it is no ${command.what}`);
  const from = resolve(path, environment.startedIn ?? ".");
  const { seed, spentBeforeMs } = environment;
  const sharing = sharingOf(path, environment);
  const options = { ...earlier.options, seed, from, spentBeforeMs, ...(sharing && { sharing }) };
  requireSameEffort(path, environment, options, "resume");
  command.checkDestinations?.(options);
  const known = await command.prepare(options, surroundings, { environment, doing: "resume" });
  const prepared = narrowed(known, options.sharing?.plan);
  const begun = begin(path, prepared, await shardHere(command, options, prepared));
  await checkSame(path, environment, begun.prepared, "resume");
  begun.folder.restore();
  return finish(command, { ...begun, options, environment }, surroundings);
}

/** How a run was shared out that is gone on with. @throws {BadInput} if its plan has gone */
function sharingOf(path: string, { shard }: Environment): Sharing | undefined {
  if (shard === undefined) return undefined;
  const file = join(path, planFileName);
  const plan = readPlanFile(file);
  if (plan?.sha256 !== shard.plan) {
    throw new BadInput(
      `Cannot resume "${path}": its ${planFileName} is ${plan ? "another one's" : "not there"}`,
    );
  }
  return { kind: "shard", shard, file, plan, times: undefined, commandLine: plan.commandLine };
}

/** @throws {BadInput} */
function requireSameEffort(
  path: string,
  { settings }: Environment,
  { effort }: MeasuringOptions,
  doing: Earlier["doing"],
): void {
  if (JSON.stringify(settings.effort) === JSON.stringify(effort)) return;
  throw new BadInput(
    `Cannot ${doing} "${path}": it was begun by another version of worker-matrix, which measures in another way; begin a new run`,
  );
}

/** What was measured elsewhere, or of something else under the same name, does not go with what follows. @throws {BadInput} */
async function checkSame(
  path: string,
  earlier: Environment,
  prepared: PreparedRun,
  doing: Earlier["doing"],
): Promise<void> {
  const now = await describeRun({ path, name: "" }, [], 0, {}, prepared);
  const { id, cpu, arch, cores } = now.machine;
  // Images of machines may have their id in common.
  if (id !== earlier.machine.id || cpu !== earlier.machine.cpu || arch !== earlier.machine.arch) {
    throw new BadInput(
      `Cannot ${doing} "${path}" here: it was begun on another machine (${earlier.machine.cpu}); begin a new run`,
    );
  }
  if (cores !== earlier.machine.cores) {
    throw new BadInput(
      `Cannot ${doing} "${path}" here: it was begun with ${coresText(earlier.machine.cores)} to use, and now there ${cores === 1 ? "is" : "are"} ${cores}; give it as many, or begin a new run`,
    );
  }
  const begunWith = (before: string | undefined, found: string | undefined, what: string): void => {
    if (before === found) return;
    throw new BadInput(
      `Cannot ${doing} "${path}": ${what} was ${before ?? "not there"} then, and is ${found ?? "not there"} now; begin a new run`,
    );
  };
  for (const [index, { spec, version: found }] of now.runtimes.entries()) {
    begunWith(textOf(earlier.runtimes[index]?.version), textOf(found), String(spec));
  }
  for (const { name, sha256 } of now.workloads ?? []) {
    const before = earlier.workloads?.find((each) => each.name === name)?.sha256;
    if (before === sha256) continue;
    throw new BadInput(
      `Cannot ${doing} "${path}": the workload ${name} has changed since (its file, or one that it imports); put it back, or begin a new run`,
    );
  }
  // Both sides of a ratio are always measured by the same version.
  if (doing === "resume" && now.suiteSha256 !== earlier.suiteSha256) {
    throw new BadInput(`Cannot ${doing} "${path}": worker-matrix itself has changed since; begin a new run`);
  }
}

/** Said where a system has none. */
function turnsOf({ takesTurns }: System): { readonly turns?: "none" } {
  return takesTurns ? {} : { turns: "none" };
}

function coresText(cores: number): string {
  return counted(cores, "core");
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

type BegunRun<Options, Prepared extends PreparedRun> = Pick<
  FinishedRun<Options, Prepared>,
  "folder" | "options" | "prepared" | "environment"
> & {
  /** Where this is a part of a run. */
  readonly shared?: { readonly shard: Shard; readonly whole: Prepared };
};

async function finish<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(
  command: MeasuringCommand<Options, Prepared, Known>,
  begun: BegunRun<Options, Prepared>,
  surroundings: Surroundings,
): Promise<number> {
  const { folder, options, prepared, environment, shared } = begun;
  const { signal } = surroundings;
  const goOn = `go on with ${typedCommand(["--resume", folder.shownPath])}`;
  // A shard is as strict as the whole: what it takes for decided is decided for the whole.
  const whole = shared?.whole ?? prepared;
  const strictness = command.strictness?.(whole) ?? comparisonsOf(whole.plan);
  const judgements = new Judgements(folder, strictness, command.threshold(options));
  const finished = { ...begun, judgements, signal };
  const notice = quotaNotice();
  if (notice !== undefined) surroundings.stream.write(`${notice}\n`);
  const end = command.beside?.(options);
  try {
    folder.write("environment.json", JSON.stringify(environment, null, 2));
    await measure(command, finished, surroundings, shared?.shard.shares);
    end?.();
    judgements.conclude(!signal.aborted);
    refresh(command, finished);
    const ended = {
      ...environment,
      runtimes: describeRuntimes(prepared.runtimes),
      ...(environment.shard && { shard: { ...environment.shard, processes: folder.processes.length } }),
      ...(!signal.aborted && { finished: new Date().toISOString() }),
    };
    folder.write("environment.json", JSON.stringify(ended, null, 2));
    if (shared === undefined) {
      const status = await command.publish({ ...finished, environment: ended });
      if (!signal.aborted) return status;
    } else if (!signal.aborted) {
      shardEnded(shared.shard, folder.shownPath, folder.processes.length);
      return 0;
    }
  } catch (error) {
    // Its own files are what cannot be written or read now: the options were right.
    if (!(error instanceof WriteError || error instanceof BadInput)) throw error;
    const lost = folder.lost();
    const outcome =
      lost === undefined
        ? `What was measured before is kept; ${goOn}`
        : folder.processes.length === 0 && lost !== folder.shownPath
          ? "Nothing was measured; begin a new run"
          : `${lost} has gone meanwhile, so that this run cannot be gone on with; begin a new one`;
    throw new WriteError(`${error.message}. ${outcome}`, { cause: error });
  } finally {
    end?.();
  }
  process.stderr.write(`Interrupted. What was measured is there; ${goOn}\n`);
  return 130;
}

/** Writes the files that follow from the samples. */
function refresh<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(command: MeasuringCommand<Options, Prepared, Known>, finished: FinishedRun<Options, Prepared>): void {
  const { prepared, folder, judgements, environment } = finished;
  writeRunFiles(prepared.plan, folder, judgements, environment);
  command.refresh?.(finished);
}

/** Measures, shows how far it is, and tells what is decided as soon as it is. */
async function measure<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(
  command: MeasuringCommand<Options, Prepared, Known>,
  finished: FinishedRun<Options, Prepared>,
  surroundings: Surroundings,
  shares: Shares | undefined,
): Promise<void> {
  const { folder, options, prepared, judgements } = finished;
  const { groups } = prepared.plan;
  const steering = command.steer?.(finished, surroundings);
  const chooser = steering ?? judgements;
  const line = new StatusLine(surroundings.stream);
  const told = new Set<Group>();
  const isSaidLater = command.saysWhy === true && isOneStream();
  let refreshed = Number.NEGATIVE_INFINITY;
  let bouts = 0;
  await steering?.grow();
  await measurePlan(
    groups,
    folder,
    {
      get fewestBouts() {
        return judgements.fewestBouts;
      },
      standing: (group) => chooser.standing(group),
      alive: (group) => judgements.alive(group),
      wanted: (group) => chooser.wanted(group),
      begins: (group, { share, leftMs }) => {
        const decided = steering?.progress() ?? `${told.size} of ${counted(groups.length, "group")} decided`;
        const time = leftMs > 0 ? `, at most ${duration(leftMs)} left` : "";
        // What steers has named those that meet.
        const meeting = steering === undefined ? `${group.id}, ` : "";
        line.show(share, `${decided}${time}  ${meeting}bout ${++bouts}`);
      },
      ended: async (group) => {
        for (const { cell, status, error } of newFailures(finished, group)) {
          line.say(`${cell}: ${status}${isSaidLater ? "" : `: ${error}`}`);
        }
        const isNews = !told.has(group) && isDecided(chooser.standing(group));
        if (isNews || performance.now() - refreshed >= refreshMs) {
          refresh(command, finished);
          refreshed = performance.now();
        }
        if (isNews) {
          told.add(group);
          line.say(await command.decided(group, finished, surroundings.stream));
        }
        await steering?.grow();
      },
    },
    { ...options, shares },
    surroundings,
  );
  line.clear();
}

function isDecided({ need }: Standing): boolean {
  return need !== "confirm" && need !== "decide";
}

/** What failed in the bout that has just ended, and not before. */
function newFailures<Options, Prepared extends PreparedRun>(
  { folder }: FinishedRun<Options, Prepared>,
  { contenders }: Group,
): { cell: string; status: string; error: string }[] {
  return contenders.flatMap((contender) => {
    const processes = folder.processesOf(contender);
    const failures = processes.filter(({ result }) => result.status !== "ok");
    const [only, ...others] = failures;
    const isNews = only !== undefined && others.length === 0 && only === processes.at(-1);
    if (!isNews || only.result.status === "ok") return [];
    return [{ cell: contender.id, status: only.result.status, error: only.result.error }];
  });
}

function listedCells({ plan }: PreparedRun): string {
  return plan.cells
    .map(({ id, runtime }) =>
      runtime.status === "not installed" ? `${id}  (${runtime.status}: ${runtime.reason})` : id,
    )
    .join("\n");
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
