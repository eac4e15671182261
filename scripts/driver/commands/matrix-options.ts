import type { Effort } from "../../../runners/cell-request.ts";
import { type Access, accessOptions, readAccess } from "../command-line/access.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { type CommandLine, type Option, optionLines, readCommandLine } from "../command-line/command-line.ts";

/** What `matrix.mjs` was asked for, with its defaults. Names are not looked up yet. */
export interface MatrixOptions {
  readonly runtimes: readonly string[];
  readonly workloads: readonly string[];
  readonly executors: readonly string[];
  readonly threads: readonly number[];
  /** Each workload's own where it is `undefined`. */
  readonly tasks: number | undefined;
  /** Each workload's own where it is `undefined`. */
  readonly sizes: readonly number[] | undefined;
  readonly rounds: number;
  readonly effort: Effort;
  readonly timeoutMs: number;
  readonly access: Access;
  /** Folder to make; `results/<run>` where it is `undefined`. */
  readonly out: string | undefined;
  readonly seed: number;
}

export type MatrixRequest =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "list"; readonly options: MatrixOptions }
  | { readonly kind: "run"; readonly options: MatrixOptions }
  | { readonly kind: "resume"; readonly folder: string };

const options = {
  runtime: {
    type: "string",
    short: "r",
    list: true,
    value: "SPEC,…",
    about:
      "node, deno@2.8, bun@1.3.14, node@system, bun@/opt/bun,\npython, go (default: node,deno,bun as npm ci brought them)",
  },
  workload: {
    type: "string",
    short: "w",
    list: true,
    value: "NAME,…",
    about: "names, groups (@default, @threads, @dispatch, @upgrade,\n@all) or files (default: @default)",
  },
  executor: {
    type: "string",
    list: true,
    value: "NAME,…",
    about:
      "inline, pool, per-task, raw, processes, and pools of others:\npiscina, tinypool, workerpool, poolifier,\npoolifier-web-worker (default: inline,pool)",
  },
  threads: { type: "string", list: true, value: "N,…", about: "threads of the pool (default: 1,2,4)" },
  tasks: { type: "string", value: "N", about: "tasks in a group (default: each workload's own)" },
  size: { type: "string", list: true, value: "N,…", about: "size of a task (default: each workload's own)" },
  rounds: { type: "string", value: "N", about: "fresh processes for each cell (default: 7)" },
  quick: { type: "boolean", about: "6 rounds with few samples each: a look, not a result" },
  full: { type: "boolean", about: "15 rounds with many samples each, and all workloads" },
  timeout: { type: "string", value: "SECONDS", about: "how long one process may take (default: 60)" },
  ...accessOptions,
  out: {
    type: "string",
    value: "DIR",
    about: "folder to write to; must not exist (default: results/<date>)",
  },
  seed: { type: "string", value: "N", about: "of the random order, to repeat a run (default: random)" },
  list: { type: "boolean", about: "show the plan and an estimate of its time, and run nothing" },
  resume: { type: "string", value: "DIR", about: "go on with a run that was interrupted" },
  help: { type: "boolean", short: "h", about: "this text" },
  version: { type: "boolean", about: "the version of worker-matrix" },
} satisfies Record<string, Option>;

/** How thorough a run is: fresh processes for each cell, and what each of them measures. */
const levels = {
  quick: { rounds: 6, effort: { warmUpMs: 150, minSamples: 3, maxSamples: 10, sampleMs: 150 } },
  normal: { rounds: 7, effort: { warmUpMs: 250, minSamples: 5, maxSamples: 25, sampleMs: 250 } },
  full: { rounds: 15, effort: { warmUpMs: 1000, minSamples: 10, maxSamples: 50, sampleMs: 1000 } },
} as const;

/** What `--help` prints. */
export function matrixHelp(): string {
  return `Runs the matrix of runtimes, workloads, executors and threads, and writes CSV and tables.

Usage: npx zx scripts/matrix.mjs [options]

${optionLines(options)}

Examples:
  npx zx scripts/matrix.mjs                                       the whole comparison, in a few minutes
  npx zx scripts/matrix.mjs --quick -w sum-of-squares             a first look
  npx zx scripts/matrix.mjs -r node@22,node@24,node@26            three releases of one runtime
  npx zx scripts/matrix.mjs -r bun -w ./mine.ts --threads 1,2     a workload of your own
  npx zx scripts/matrix.mjs -r node,python -w sum-of-squares      with Python beside it
  npx zx scripts/matrix.mjs -w @dispatch --executor pool,piscina  what small tasks cost, beside another pool
  npx zx scripts/matrix.mjs --full --list                         what a full run would do, and how long

Exit status: 0 all cells ok; 1 some cell failed; 2 wrong arguments, nothing was run; 130 interrupted.`;
}

/** Reads the command line. @throws {BadInput} */
export function readMatrixOptions(args: readonly string[]): MatrixRequest {
  const line = readCommandLine(args, options);
  if (line.flag("help")) return { kind: "help" };
  if (line.flag("version")) return { kind: "version" };
  const [stray] = line.positionals;
  if (stray !== undefined) {
    throw new BadInput(
      `Unexpected argument "${stray}"; runtimes go behind --runtime, workloads behind --workload`,
    );
  }
  const resume = line.text("resume");
  if (resume !== undefined) {
    if (args.length > 2)
      throw new BadInput("--resume takes its options from the run itself; leave the others out");
    return { kind: "resume", folder: resume };
  }
  return { kind: line.flag("list") ? "list" : "run", options: matrixOptions(line) };
}

function matrixOptions(line: CommandLine): MatrixOptions {
  if (line.flag("quick") && line.flag("full")) throw new BadInput("--quick and --full exclude each other");
  const level = levels[line.flag("quick") ? "quick" : line.flag("full") ? "full" : "normal"];
  return {
    runtimes: line.list("runtime") ?? ["node", "deno", "bun"],
    workloads: line.list("workload") ?? [line.flag("full") ? "@all" : "@default"],
    executors: line.list("executor") ?? ["inline", "pool"],
    threads: line.integers("threads", { min: 1, max: 1024 }) ?? [1, 2, 4],
    tasks: line.integer("tasks"),
    sizes: line.integers("size"),
    rounds: line.integer("rounds", { min: 1, max: 1000 }) ?? level.rounds,
    effort: level.effort,
    timeoutMs: 1000 * (line.integer("timeout", { min: 1, max: 86_400 }) ?? 60),
    access: readAccess(line),
    out: line.text("out"),
    seed:
      line.integer("seed", { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? Math.floor(Math.random() * 2 ** 32),
  };
}
