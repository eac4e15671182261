import type { Effort } from "../../../runners/cell/cell-request.ts";
import { runtimes } from "../../../runners/current-runtime.ts";
import { coresOf } from "../bouts/cores.ts";
import type { Extent } from "../bouts/extent.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { type CommandLine, type Option, optionLines } from "../command-line/command-line.ts";
import { readDuration } from "../command-line/read-duration.ts";
import {
  defaultEffort,
  type MeasuringOptions,
  type MeasuringRequest,
  measuringOptions,
  observedBouts,
  observeMs,
  readMeasuringOptions,
  readMeasuringRequest,
} from "./measuring-options.ts";
import { readSharing, sharingOptions } from "./sharing-options.ts";

/** What `matrix.mjs` was asked for, with its defaults. Names are not looked up yet. */
export interface MatrixOptions extends MeasuringOptions {
  readonly runtimes: readonly string[];
  readonly workloads: readonly string[];
  readonly executors: readonly string[];
}

const { workload, executor, threads, tasks, size, budget, ...others } = measuringOptions;

const options = {
  runtime: {
    type: "string",
    short: "r",
    list: true,
    value: "SPEC,…",
    about:
      "node, deno@2.8, bun@1.3.14, node@system, bun@/opt/bun,\npython, go (default: node,deno,bun, the pinned releases);\nthe first one is what the others are compared with",
  },
  workload: { ...workload, about: `${workload.about} (default: @default)` },
  executor: {
    ...executor,
    about:
      "inline, pool, per-task, raw, processes, and pools of others:\npiscina, tinypool, workerpool, poolifier,\npoolifier-web-worker (default: inline,pool)",
  },
  threads: {
    ...threads,
    about: "threads of the pool (default: 2 and 4, as far as\nthere are cores; 1 where there is one)",
  },
  tasks,
  size,
  budget: { ...budget, about: `${budget.about} (default: 5m);\nit ends earlier if all is decided` },
  rounds: {
    type: "string",
    value: "N",
    about: "so many bouts, whatever they show, instead of a budget",
  },
  quick: { type: "boolean", about: "a budget of 90s and shorter processes: a look, not a result" },
  full: { type: "boolean", about: "a budget of 40m, longer processes, and all workloads" },
  ...sharingOptions,
  ...others,
} satisfies Record<string, Option>;

/** How thorough a run is: for how long it measures, and what each process does. */
const levels = {
  quick: {
    budget: "90s",
    effort: { ...defaultEffort, warmUpMs: 50, minSamples: 4, maxSamples: 30, sampleMs: 130 },
  },
  normal: {
    budget: "5m",
    effort: {
      ...defaultEffort,
      warmUpMs: 60,
      minSamples: 8,
      maxSamples: 50,
      sampleMs: 250,
      turnMs: 45,
    },
  },
  full: { budget: "40m", effort: defaultEffort },
} satisfies Record<string, { budget: string; effort: Effort }>;

/** What `--help` prints. */
export function matrixHelp(): string {
  return `Compares runtimes, executors and numbers of threads over workloads, and writes CSV, tables and a page.

Usage: npx zx scripts/matrix.mjs [options]

${optionLines(options)}

Examples:
  npx zx scripts/matrix.mjs                                       the whole comparison, in five minutes
  npx zx scripts/matrix.mjs --quick -w sum-of-squares             a first look
  npx zx scripts/matrix.mjs -r node@22,node@24,node@26            three releases of one runtime
  npx zx scripts/matrix.mjs -r node,'node --no-maglev'            a release with and without a flag
  npx zx scripts/matrix.mjs -r bun -w ./mine.ts --threads 1,2     a workload of your own
  npx zx scripts/matrix.mjs -r node,python -w sum-of-squares      with Python beside it
  npx zx scripts/matrix.mjs -w @dispatch --executor pool,piscina  what small tasks cost, beside another pool
  npx zx scripts/matrix.mjs --full --list                         what a full run would do, and how long
  npx zx scripts/matrix.mjs --full --shard 1/3                    a third of it; others measure 2/3 and 3/3

Exit status: 0 all cells ok; 1 some cell failed; 2 wrong arguments, nothing was run; 130 interrupted.`;
}

/** Reads the command line. @throws {BadInput} */
export function readMatrixOptions(args: readonly string[]): MeasuringRequest<MatrixOptions> {
  const read = (line: CommandLine): MatrixOptions => {
    const [stray] = line.positionals;
    if (stray !== undefined) {
      throw new BadInput(
        `Unexpected argument "${stray}"; runtimes go behind --runtime, workloads behind --workload`,
      );
    }
    return matrixOptions(line);
  };
  return readMeasuringRequest(args, options, read, () => readSharing("matrix", args, options, read));
}

function matrixOptions(line: CommandLine): MatrixOptions {
  if (line.flag("quick") && line.flag("full")) throw new BadInput("--quick and --full exclude each other");
  const level = levels[line.flag("quick") ? "quick" : line.flag("full") ? "full" : "normal"];
  const effort = { ...level.effort, observeMs: observeMs(line.list("workload")) };
  return {
    ...readMeasuringOptions(line, { threads: defaultThreads(coresOf().usable), effort }),
    observedBouts,
    runtimes: line.list("runtime") ?? Object.keys(runtimes),
    workloads: line.list("workload") ?? [line.flag("full") ? "@all" : "@default"],
    executors: line.list("executor") ?? ["inline", "pool"],
    extent: extentOf(line, level.budget),
  };
}

/**
 * More threads than cores say little, and one says what `inline` does, but for the price of the pool: they would take the time from
 * what says more.
 */
export function defaultThreads(cores: number): number[] {
  return cores < 2 ? [1] : [2, 4].filter((threads) => threads <= cores);
}

function extentOf(line: CommandLine, budget: string): Extent {
  const rounds = line.integer("rounds", { min: 1, max: 1000 });
  const typed = line.text("budget");
  if (rounds !== undefined && typed !== undefined) {
    throw new BadInput("--rounds and --budget exclude each other: so many bouts, or so long");
  }
  if (rounds !== undefined) return { kind: "rounds", rounds };
  return { kind: "budget", budgetMs: readDuration("budget", typed ?? budget), overtime: 0 };
}
