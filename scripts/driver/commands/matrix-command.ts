import process from "node:process";
import type { Surroundings } from "../bouts/bout.ts";
import type { Environment } from "../bouts/environment.ts";
import { matrixPlan } from "../bouts/matrix-plan.ts";
import { peerVersions } from "../bouts/peer-versions.ts";
import type { Group } from "../bouts/plan.ts";
import type { RunFolder } from "../bouts/run-folder.ts";
import { knownPlan } from "../bouts/shards/describe-plan.ts";
import { counted } from "../command-line/counted.ts";
import { duration } from "../command-line/duration.ts";
import type { VerdictRow } from "../judge/verdict.ts";
import { verdictCounts } from "../report/comparison-rows.ts";
import { summaries } from "../report/run-files.ts";
import { type MatrixOptions, matrixHelp, readMatrixOptions } from "./matrix-options.ts";
import {
  type KnownRun,
  type MeasuringCommand,
  measuringCommand,
  type PreparedRun,
} from "./measuring-command.ts";
import { isJavaScript, prepare } from "./prepare.ts";
import { runCommand } from "./run-command.ts";

/** `matrix.mjs`: compares runtimes, executors and threads. Resolves to the exit status of contract §3. */
export function matrixCommand(args: readonly string[]): Promise<number> {
  return runCommand(() => measuringCommand(matrix, args));
}

export const matrix: MeasuringCommand<MatrixOptions, PreparedRun, KnownRun> = {
  what: "run of the matrix",
  prefix: "",
  saysWhy: true,
  help: matrixHelp,
  read: readMatrixOptions,
  prepare: prepareMatrix,
  settings: ({ executors }) => peerVersions(executors),
  sharing: { name: "matrix", known: (plan) => ({ plan: knownPlan(plan) }) },
  threshold: () => ({ kind: "auto" }),
  listed: listed,
  async decided(group, { folder, judgements }, stream) {
    if (!stream.isTTY) return decidedLine(group, judgements.rows(group.comparisons));
    const { workloadTable } = await import("../report/publish-run.ts");
    return workloadTable(folder.path, group.contenders[0]?.workload.name ?? "", stream);
  },
  async publish({ folder, prepared, environment }) {
    // Not before it is needed: charts are most of what a command would load.
    const { publishRun } = await import("../report/publish-run.ts");
    publishRun(folder, process.stdout);
    return exitStatus(prepared, folder, environment);
  },
};

async function prepareMatrix(options: MatrixOptions, surroundings: Surroundings): Promise<PreparedRun> {
  const { runtimes, workloads } = await prepare(
    { ...options, specs: options.runtimes, releases: options.sharing?.plan?.runtimes },
    (found) => ({ runtimes: found, loaders: found.filter(isJavaScript) }),
    surroundings,
  );
  return { runtimes, plan: matrixPlan(options, runtimes, workloads) };
}

function listed({ plan }: PreparedRun, { extent, seed, timeoutMs }: MatrixOptions): string {
  const contenders = plan.groups.flatMap((group) => group.contenders).length;
  const comparisons = plan.groups.flatMap((group) => group.comparisons).length;
  const time = extent.kind === "budget" ? `at most ${duration(extent.budgetMs)}` : timeOf(extent.rounds);
  return `${counted(plan.cells.length, "cell")} in ${counted(plan.groups.length, "group")}, ${counted(comparisons, "comparison")}; ${time}; seed ${seed}`;

  function timeOf(rounds: number): string {
    const processes = contenders * rounds;
    return [
      `${counted(rounds, "bout")} of each`,
      counted(processes, "process", "processes"),
      `about ${duration(processes * guessMs)} (at most ${duration(processes * timeoutMs)}, if all of them hang)`,
    ].join(", ");
  }
}

/** `sum-of-squares 10x5000000: 21 comparisons decided: 3 slower, 6 faster, 12 same`. */
function decidedLine({ id, comparisons }: Group, rows: readonly VerdictRow[]): string {
  if (comparisons.length === 0) return `${id}: measured`;
  const times = rows.filter(({ metric }) => metric === "wall_ms");
  return `${id}: ${counted(comparisons.length, "comparison")} decided: ${verdictCounts(times)}`;
}

/** How long one process takes, as a rule. */
const guessMs = 700;

function exitStatus({ plan }: KnownRun, folder: RunFolder, environment: Environment): 0 | 1 {
  const statuses = summaries(plan, folder, environment).map(({ status }) => status.status);
  return statuses.includes("failed") || statuses.includes("timeout") ? 1 : 0;
}
