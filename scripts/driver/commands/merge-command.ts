import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describeRuntimes, type Environment, readEnvironment } from "../bouts/environment.ts";
import { comparisonsOf } from "../bouts/plan.ts";
import type { ProcessRecord } from "../bouts/process-record.ts";
import { makeRunFolder, RunFolder } from "../bouts/run-folder.ts";
import { commonMachine, machinesOf } from "../bouts/shards/machines.ts";
import { mergedProcesses } from "../bouts/shards/merged-processes.ts";
import { readPlanFile, writePlanFile } from "../bouts/shards/plan-file.ts";
import { readShardRun, type ShardRun, type ShardSet, shardSet } from "../bouts/shards/shard-run.ts";
import type { Access } from "../command-line/access.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { withoutOptions } from "../command-line/without-options.ts";
import { Judgements } from "../judge/judgements.ts";
import { writeRunFiles } from "../report/run-files.ts";
import { confirmPlan } from "./confirm-plan.ts";
import { matrix } from "./matrix-command.ts";
import type { KnownRun, MeasuringCommand, PreparedRun } from "./measuring-command.ts";
import type { MeasuringOptions } from "./measuring-options.ts";
import { mergeHelp, readMergeOptions } from "./merge-options.ts";
import { runCommand } from "./run-command.ts";
import { planText } from "./shared-run.ts";
import { upgrade } from "./upgrade-command.ts";

/** `merge.mjs`: makes one run of several shards. Resolves to the exit status of the command whose shards they are. */
export function mergeCommand(args: readonly string[]): Promise<number> {
  return runCommand(() => merge(args), 3);
}

/** How the shards of each command are judged and reported. */
const mergers: Readonly<Record<string, (...merging: Merging) => Promise<number>>> = {
  matrix: (...merging) => mergeAs(matrix, ...merging),
  upgrade: (...merging) => mergeAs(upgrade, ...merging),
};

type Merging = readonly [shards: ShardSet, out: string, confirm: string | undefined];

async function merge(args: readonly string[]): Promise<number> {
  const request = readMergeOptions(args);
  if (request.kind === "help") {
    process.stdout.write(`${mergeHelp()}\n`);
    return 0;
  }
  const { folders, out, isPartial, confirmPlan: confirm } = request;
  const shards = withConfirming(folders.map(readShardRun), isPartial);
  const { command, sha256 } = shards.plan;
  const merger = Object.hasOwn(mergers, command) ? mergers[command] : undefined;
  if (merger === undefined) throw new BadInput(`Cannot merge shards of "${command}"`);
  checkOut(out, sha256);
  if (confirm !== undefined && readPlanFile(confirm) !== undefined) {
    throw new BadInput(`Cannot write the plan "${confirm}": it is there already; name another file`);
  }
  const status = await merger(shards, out, confirm);
  for (const gap of shards.missing) process.stderr.write(`Incomplete: ${gap}\n`);
  return status;
}

/** Shards of one plan, and behind them those that measured again what they had found. @throws {BadInput} */
function withConfirming(runs: readonly ShardRun[], isPartial: boolean): ShardSet {
  const first = runs.filter(({ plan }) => plan.confirms === undefined);
  const confirming = runs.filter(({ plan }) => plan.confirms !== undefined);
  if (first.length === 0 || confirming.length === 0) return shardSet(runs, isPartial);
  const shards = shardSet(first, isPartial);
  const again = shardSet(confirming, isPartial);
  if (again.plan.confirms?.plan !== shards.plan.sha256) {
    throw new BadInput(
      `Cannot merge "${again.runs[0]?.folder}": it confirms what shards of another plan have found`,
    );
  }
  return {
    plan: shards.plan,
    runs: [...shards.runs, ...again.runs],
    missing: [...shards.missing, ...again.missing.map((text) => `of what is to be confirmed, ${text}`)],
  };
}

/** A merge can be made again, as when another shard has come; all else that is there is kept. @throws {BadInput} */
function checkOut(out: string, plan: string): void {
  if (!existsSync(out)) return;
  const isEarlier = existsSync(join(out, "environment.json")) && readEnvironment(out).merged?.plan === plan;
  if (isEarlier) return;
  throw new BadInput(
    `Cannot write to "${out}": it exists, and is no earlier merge of this plan; name a new folder`,
  );
}

async function mergeAs<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(command: MeasuringCommand<Options, Prepared, Known>, ...[shards, out, confirm]: Merging): Promise<number> {
  if (command.sharing === undefined) throw new TypeError(`A ${command.what} cannot be shared out`);
  const prepared = command.sharing.known(shards.plan);
  const options = optionsOf(command, shards);
  if (!existsSync(out)) makeRunFolder(out);
  const folder = new RunFolder(out, prepared.plan);
  const environment = environmentOf(folder.name, shards);
  folder.write("environment.json", JSON.stringify(environment, null, 2));
  folder.adopt(takeProcesses(shards));
  const judgements = new Judgements(folder, comparisonsOf(prepared.plan), command.threshold(options));
  judgements.conclude(shards.missing.length === 0);
  writeRunFiles(prepared.plan, folder, judgements, environment);
  const finished = {
    folder,
    options,
    prepared,
    environment,
    judgements,
    signal: new AbortController().signal,
  };
  command.refresh?.(finished);
  const status = await command.publish(finished);
  if (confirm !== undefined) {
    const plan = confirmPlan(shards.plan, prepared.plan, folder, judgements, command.threshold(options));
    process.stderr.write(
      plan === undefined
        ? "Nothing is to be confirmed: no machine has found a change that no other one measured\n"
        : `${planText(writePlanFile(confirm, plan), confirm)}\n`,
    );
  }
  return status;
}

/** The processes of all shards, which are not kept a second time: of many cells they are most of what is in memory. */
function takeProcesses(shards: ShardSet): ProcessRecord[] {
  const merged = mergedProcesses(shards, machinesOf(shards.runs).nameOf);
  for (const { processes } of shards.runs) processes.length = 0;
  return merged;
}

/** Those that the plan was made with. Variables that the shards hand on need not be there where they are merged. */
function optionsOf<
  Options extends MeasuringOptions,
  Prepared extends PreparedRun & Known,
  Known extends KnownRun,
>(command: MeasuringCommand<Options, Prepared, Known>, { plan }: ShardSet): Options {
  const request = command.read(withoutOptions(plan.commandLine, "env"));
  if (request.kind !== "run") throw new BadInput("Cannot merge: the plan is none of a run");
  return { ...request.options, seed: plan.seed, access: plan.settings.access as Access };
}

/** What is recorded of the merged run: what the shards have in common, and each of them. */
function environmentOf(run: string, { plan, runs, missing }: ShardSet): Environment {
  const [first] = runs;
  if (first === undefined) throw new TypeError("No shards");
  const { machines, nameOf } = machinesOf(runs);
  const environments = runs.map(({ environment }) => environment);
  const finished = environments.map((each) => each.finished ?? "").sort();
  const { version, suiteSha256, settings } = first.environment;
  return {
    run,
    version,
    commandLine: plan.commandLine,
    seed: plan.seed,
    settings,
    machine: commonMachine(machines),
    runtimes: describeRuntimes(plan.runtimes),
    ...(suiteSha256 !== undefined && { suiteSha256 }),
    workloads: plan.workloads,
    started: environments.map(({ started }) => started).sort()[0] ?? "",
    ...(missing.length === 0 && { finished: finished.at(-1) ?? "" }),
    loadBefore: Math.max(...environments.map(({ loadBefore }) => loadBefore)),
    machines,
    merged: {
      plan: plan.sha256,
      shards: runs.map(({ part, environment, processes, ...run }) => ({
        ...part,
        machine: nameOf({ part, environment, processes, ...run }),
        started: environment.started,
        ...(environment.finished !== undefined && { finished: environment.finished }),
        processes: processes.length,
      })),
      missing,
    },
  };
}
