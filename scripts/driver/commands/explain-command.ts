import { randomInt } from "node:crypto";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { FixedWork } from "../../../runners/cell/cell-request.ts";
import type { Surroundings } from "../bouts/bout.ts";
import type { Contender } from "../bouts/contender.ts";
import { describeRun } from "../bouts/environment.ts";
import { launch } from "../bouts/launch.ts";
import { profileProcess, readProfile } from "../bouts/profile-process.ts";
import { makeDatedFolder, makeRunFolder } from "../bouts/run-folder.ts";
import { contenderPairs } from "../bouts/upgrade-plan.ts";
import { startWatchdog } from "../bouts/watchdog.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { interruption } from "../command-line/interruption.ts";
import { version } from "../command-line/version.ts";
import { repository, resultsFolder } from "../files/folders.ts";
import { makeFolders, replaceFile } from "../files/write-file.ts";
import { type CpuProfile, type ProfiledPlaces, profiledStacks } from "../judge/profile/cpu-profile.ts";
import type { ProfiledPair, ProfiledProcess } from "../judge/profile/profile-difference.ts";
import { RuntimeUnavailable } from "../releases/runtime-unavailable.ts";
import { publishExplanation } from "../report/explain/publish-explanation.ts";
import { mean, median } from "../statistics/median.ts";
import { type ExplainOptions, explainHelp, readExplainOptions } from "./explain-options.ts";
import { runCommand } from "./run-command.ts";
import { prepareVersions } from "./upgrade-command.ts";

/** `explain.mjs`: profiles two releases, and compares the profiles. Resolves to the exit status. */
export function explainCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const request = readExplainOptions(args);
    if (request.kind === "help") return print(explainHelp());
    if (request.kind === "version") return print(version);
    if (request.kind !== "run")
      throw new BadInput("explain.mjs profiles anew each time: there is nothing to list or resume");
    const watchdog = startWatchdog();
    try {
      return await explain(args, request.options, {
        signal: interruption(),
        watchdog,
        stream: process.stderr,
      });
    } finally {
      watchdog.close();
    }
  });
}

/** How much of a process is profiled, as a rule. */
const profiledMs = 800;
/** What is timed together: little enough to be looked at, and much more than the timing itself takes. */
const batchMs = 20;

async function explain(
  args: readonly string[],
  options: ExplainOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { signal, stream } = surroundings;
  const { runtimes, workloads } = await prepareVersions(options, options.workloads, surroundings);
  const versions = { old: runtimes[0], new: runtimes[1] };
  const wanted = workloads.filter(({ name }) => options.workload === undefined || name === options.workload);
  const [pair, ...others] = contenderPairs(options, versions, wanted);
  if (pair === undefined || others.length > 0) {
    throw new BadInput("Expected one cell to explain: one workload, executor and number of threads");
  }
  const [old, own] = pair;
  const supervision = { timeoutMs: options.timeoutMs, signal, watchdog: surroundings.watchdog };
  const fixed = await fixedWork(pair, supervision);
  const path = options.out ?? makeDatedFolder(`${resultsFolder}explain-`);
  if (options.out !== undefined) makeRunFolder(path);
  const folder = join(path, "profiles");
  makeFolders(folder);
  const places: ProfiledPlaces = {
    workload: pathToFileURL(`${dirname(old.workload.path)}/`).href,
    suite: pathToFileURL(repository).href,
  };
  const pairs: ProfiledPair[] = [];
  for (let number = 1; number <= options.pairs && !signal.aborted; number++) {
    stream.write(`pair ${number} of ${options.pairs}\n`);
    const sides = number % 2 === 0 ? (["old", "new"] as const) : (["new", "old"] as const);
    const found: Partial<Record<"old" | "new", ProfiledProcess>> = {};
    for (const side of sides) {
      const contender = side === "old" ? old : own;
      const process = await profiled(
        contender,
        fixed,
        { folder, name: `${side}-${number}` },
        places,
        supervision,
      );
      if (process !== undefined) found[side] = process;
    }
    if (found.old !== undefined && found.new !== undefined) pairs.push({ old: found.old, new: found.new });
    else if (!signal.aborted)
      stream.write("  left out: a profile does not show where the runs begin and end\n");
  }
  if (pairs.length === 0) {
    signal.throwIfAborted();
    throw new RuntimeUnavailable(
      `Cannot explain ${old.workload.name}: no pair of profiles shows where the runs begin and end`,
    );
  }
  const settings = { pairs: options.pairs, fixed };
  const plan = { cells: [old, own], groups: [] };
  const environment = await describeRun({ path, name: basename(path) }, args, options.seed, settings, {
    runtimes,
    plan,
  });
  replaceFile(
    join(path, "environment.json"),
    `${JSON.stringify({ ...environment, finished: new Date().toISOString() }, undefined, 2)}\n`,
  );
  await publishExplanation({ path, contenders: pair, pairs, environment }, process.stdout);
  return signal.aborted ? 130 : 0;
}

type Supervised = Pick<Parameters<typeof launch>[1], "timeoutMs" | "signal" | "watchdog">;

/** The same for both sides: about so much as the slower one does in that time. */
async function fixedWork(pair: readonly Contender[], supervision: Supervised): Promise<FixedWork> {
  const times: number[] = [];
  for (const contender of pair) {
    const effort = { warmUpMs: 200, minSamples: 5, maxSamples: 20, sampleMs: 300 };
    const outcome = await launch(contender, { ...supervision, effort, padding: "" });
    supervision.signal.throwIfAborted();
    if (outcome.status !== "ok") throw notMeasured(contender, outcome);
    times.push(
      median(outcome.samples.filter(({ phase }) => phase === "warm").map(({ wallMs }) => wallMs)) ?? 1,
    );
  }
  const runMs = Math.max(...times);
  const runs = Math.max(1, Math.ceil(batchMs / runMs));
  return { runs, batches: Math.max(3, Math.min(500, Math.round(profiledMs / (runs * runMs)))) };
}

async function profiled(
  contender: Contender,
  fixed: FixedWork,
  where: { readonly folder: string; readonly name: string },
  places: ProfiledPlaces,
  supervision: Supervised,
): Promise<ProfiledProcess | undefined> {
  const padding = "x".repeat(randomInt(4096));
  const { outcome, files } = await profileProcess(contender, fixed, where, { ...supervision, padding });
  if (outcome.status === "interrupted") return undefined;
  if (outcome.status !== "ok") throw notMeasured(contender, outcome);
  const profiles = files.flatMap((file) => readProfile<CpuProfile>(file) ?? []);
  const stacks = profiledStacks(profiles, places);
  if (profiles.length > 0 && stacks === undefined) return undefined;
  if (stacks === undefined) {
    throw new RuntimeUnavailable(
      `Cannot explain ${contender.id}: ${contender.runtime.label} wrote no profile that shows the runs; Node writes them, Bun from 1.3.2 on, and newer Denos`,
    );
  }
  const warm = outcome.samples.filter(({ phase }) => phase === "warm");
  const cpu = warm.flatMap(({ cpuMs }) => cpuMs ?? []);
  return {
    stacks,
    runs: fixed.batches * fixed.runs,
    wallMs: mean(warm.map(({ wallMs }) => wallMs)) ?? 0,
    cpuMs: mean(cpu),
    peakRssMb: warm.at(-1)?.peakRssMb ?? undefined,
  };
}

function notMeasured(
  { id }: Contender,
  outcome: { readonly status: string; readonly error?: string },
): Error {
  return new RuntimeUnavailable(`Cannot explain ${id}: ${outcome.status}: ${outcome.error ?? ""}`);
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
