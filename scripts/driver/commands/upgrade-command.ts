import process from "node:process";
import type { Surroundings } from "../bouts/bout.ts";
import { peerVersions } from "../bouts/peer-versions.ts";
import { comparisonsOf } from "../bouts/plan.ts";
import { knownPlan } from "../bouts/shards/describe-plan.ts";
import type { PlanFile } from "../bouts/shards/plan-file.ts";
import { type KnownVersions, upgradePlan, type Versions } from "../bouts/upgrade-plan.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { counted } from "../command-line/counted.ts";
import { duration } from "../command-line/duration.ts";
import { toCsv } from "../files/csv.ts";
import { streamBeside } from "../files/destination.ts";
import { checkWritable } from "../files/write-file.ts";
import { confidenceOf } from "../judge/judge-series.ts";
import type { InstalledRuntime } from "../releases/installed-runtime.ts";
import { exitStatus, nothingDecided, publishUpgrade } from "../report/publish-upgrade.ts";
import { verdictColumns } from "../report/run-files.ts";
import { verdictLine } from "../report/verdict-text.ts";
import { goOn } from "./go-on.ts";
import {
  type KnownRun,
  type MeasuringCommand,
  measuringCommand,
  type PreparedRun,
} from "./measuring-command.ts";
import { isJavaScript, prepare } from "./prepare.ts";
import { runCommand } from "./run-command.ts";
import { readUpgradeOptions, type UpgradeOptions, upgradeHelp } from "./upgrade-options.ts";

/** `upgrade.mjs`: checks an upgrade. Resolves to the exit status of contract §4. */
export function upgradeCommand(args: readonly string[]): Promise<number> {
  // 1 would say that something became slower or broke.
  return runCommand(() => measuringCommand(upgrade, args), nothingDecided);
}

interface KnownUpgrade extends KnownRun {
  readonly versions: KnownVersions;
}

interface PreparedUpgrade extends PreparedRun {
  readonly versions: Versions;
}

/** What is measured unless something else is asked for. */
const defaultWorkloads: readonly string[] = ["@upgrade"];

export const upgrade: MeasuringCommand<UpgradeOptions, PreparedUpgrade, KnownUpgrade> = {
  what: "check of an upgrade",
  prefix: "upgrade-",
  saysWhy: true,
  help: upgradeHelp,
  read: readUpgradeOptions,
  prepare: prepareUpgrade,
  settings: ({ threshold, executors = [] }) => ({
    threshold,
    confidence: confidenceOf({ question: "release" }),
    ...peerVersions(executors),
  }),
  sharing: { name: "upgrade", known: knownUpgrade },
  threshold: ({ threshold }) => threshold,
  listed: ({ plan }, { extent }) =>
    `${counted(plan.groups.length, "cell")}, ${extent.kind === "budget" ? `at most ${duration(extent.budgetMs)}` : ""}`,
  decided: ({ comparisons }, { judgements }) => judgements.rows(comparisons).map(verdictLine).join("\n"),
  checkDestinations: ({ json }) => {
    if (json !== undefined) checkWritable("--json", json);
  },
  refresh: ({ folder, judgements, prepared }) =>
    folder.write("upgrade.csv", toCsv(judgements.rows(comparisonsOf(prepared.plan)), verdictColumns)),
  publish({ folder, options, prepared, environment, judgements }) {
    const rows = judgements.rows(comparisonsOf(prepared.plan));
    publishUpgrade(
      {
        ...{ folder, versions: prepared.versions, rows, environment, fewestPairs: judgements.fewestBouts },
        goOn: goOn(options, prepared.versions, prepared.plan, rows),
      },
      {
        json: options.json,
        stepSummary: process.env.GITHUB_STEP_SUMMARY,
        stream: streamBeside(options.json),
      },
    );
    return exitStatus(rows);
  },
};

function knownUpgrade(plan: PlanFile): KnownUpgrade {
  const [old, own] = plan.runtimes.filter((runtime) => runtime.status === "ready");
  if (old === undefined || own === undefined) throw new TypeError("A check has two releases");
  return { plan: knownPlan(plan), versions: { old, new: own } };
}

async function prepareUpgrade(options: UpgradeOptions, surroundings: Surroundings): Promise<PreparedUpgrade> {
  const { runtimes, workloads } = await prepareVersions(
    options,
    options.workloads ?? defaultWorkloads,
    surroundings,
  );
  const [old, own] = runtimes;
  const versions = { old, new: own };
  return { runtimes, versions, plan: upgradePlan(options, versions, workloads) };
}

/** Finds two releases and the workloads. @throws {BadInput} */
export function prepareVersions(
  {
    old,
    new: own,
    executors = [],
    access,
    from,
    timeoutMs,
    sharing,
  }: Pick<UpgradeOptions, "old" | "new" | "executors" | "access" | "from" | "timeoutMs" | "sharing">,
  workloads: readonly string[],
  surroundings: Surroundings,
): ReturnType<typeof prepare<readonly [Versions["old"], Versions["new"]]>> {
  return prepare(
    {
      ...{ specs: [old, own], workloads, executors, access, from, timeoutMs },
      releases: sharing?.plan?.runtimes,
    },
    (found) => {
      for (const runtime of found) refuseReference(runtime);
      const [before, after] = found.filter(isJavaScript);
      if (before === undefined || after === undefined) throw new Error("Two specs have to give two runtimes");
      return { runtimes: [before, after] as const, loaders: [after, before] };
    },
    surroundings,
  );
}

function refuseReference(runtime: InstalledRuntime): void {
  if (isJavaScript(runtime)) return;
  throw new BadInput(
    `Cannot compare releases of ${runtime.spec}: ${runtime.name} is a reference of the matrix; expected node, deno or bun`,
  );
}
