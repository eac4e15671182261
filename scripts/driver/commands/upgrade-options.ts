import type { Effort } from "../../../runners/cell-request.ts";
import { type Access, accessOptions, readAccess } from "../command-line/access.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { type CommandLine, type Option, optionLines, readCommandLine } from "../command-line/command-line.ts";
import { readDuration } from "../command-line/read-duration.ts";
import { readThreshold, type Threshold } from "../judge/threshold.ts";

/** What `upgrade.mjs` was asked for, with its defaults. Names are not looked up yet. */
export interface UpgradeOptions {
  /** Specs of the two versions. */
  readonly old: string;
  readonly new: string;
  /** The default set where it is `undefined`; see `upgradeCells`. */
  readonly workloads: readonly string[] | undefined;
  /** `inline` and `pool` where it is `undefined`. */
  readonly executors: readonly string[] | undefined;
  readonly threads: readonly number[];
  /** Each workload's own where it is `undefined`. */
  readonly tasks: number | undefined;
  /** Each workload's own where it is `undefined`. */
  readonly sizes: readonly number[] | undefined;
  readonly threshold: Threshold;
  readonly budgetMs: number;
  readonly effort: Effort;
  readonly timeoutMs: number;
  readonly access: Access;
  /** Folder to make; `results/<run>` where it is `undefined`. */
  readonly out: string | undefined;
  /** File for the verdicts as JSON. */
  readonly json: string | undefined;
  readonly seed: number;
}

export type UpgradeRequest =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "list"; readonly options: UpgradeOptions }
  | { readonly kind: "run"; readonly options: UpgradeOptions }
  | { readonly kind: "resume"; readonly folder: string };

/** Options of all commands that measure pairs. */
export const pairOptions: Readonly<Record<string, Option>> = {
  workload: {
    type: "string",
    short: "w",
    list: true,
    value: "NAME,…",
    about:
      "names, groups (@upgrade, @threads, @default, @all) or files\n(default: @upgrade, the pool for those in @default only)",
  },
  executor: {
    type: "string",
    list: true,
    value: "NAME,…",
    about: "inline, pool, per-task (default: inline,pool)",
  },
  threads: { type: "string", list: true, value: "N,…", about: "threads of the pool (default: 2)" },
  tasks: { type: "string", value: "N", about: "tasks in a group (default: each workload's own)" },
  size: { type: "string", list: true, value: "N,…", about: "size of a task (default: each workload's own)" },
  budget: {
    type: "string",
    value: "TIME",
    about:
      "how long to measure, such as 90s, 10m, 1h (default: 10m);\ntwo fifths more if something waits to be confirmed",
  },
  timeout: { type: "string", value: "SECONDS", about: "how long one process may take (default: 60)" },
  ...accessOptions,
  out: {
    type: "string",
    value: "DIR",
    about: "folder to make for the files (default: results/<date and time>)",
  },
  seed: { type: "string", value: "N", about: "repeats the order of an earlier run" },
};

const options: Readonly<Record<string, Option>> = {
  ...pairOptions,
  threshold: {
    type: "string",
    value: "N%",
    about:
      "changes below it do not count (default: auto: what each\ncell's noise lets one see, from 0.7 % on)",
  },
  json: { type: "string", value: "FILE", about: "write the verdicts there, as JSON" },
  list: { type: "boolean", about: "show the cells, and run nothing" },
  resume: { type: "string", value: "DIR", about: "go on with a run that was interrupted" },
  help: { type: "boolean", short: "h", about: "show this" },
  version: { type: "boolean", about: "show the version" },
};

/**
 * What one process measures. A turn is so short that it is one run of nearly all workloads: else a small change of the time
 * could change how many there are in a turn, and the first one in it may take longer than the others.
 */
const effort: Effort = {
  warmUpMs: 100,
  leadMs: 200,
  minSamples: 7,
  maxSamples: 40,
  sampleMs: 300,
  turnMs: 10,
};

/** What `--help` prints. */
export function upgradeHelp(): string {
  return `Says what a runtime upgrade makes faster, slower, or breaks.

Usage: npx zx scripts/upgrade.mjs OLD NEW [options]

OLD and NEW are releases: node@22, deno@2.8, bun@1.3.14, node@system, bun@canary, bun@/opt/bun.
They are installed from npm if need be.

${optionLines(options)}

Examples:
  npx zx scripts/upgrade.mjs node@22 node@24                      the whole check, in about 10 minutes
  npx zx scripts/upgrade.mjs bun@1.3 bun@1.4 -w ./mine.ts         with a workload of your own
  npx zx scripts/upgrade.mjs deno@2.8 deno@2.9 --threshold 5%     only what is at least 5 % slower counts
  npx zx scripts/upgrade.mjs node@24 node@24 --budget 3m          nothing changed: what does the check say?

Exit status: 0 nothing became slower or broke; 1 something did; 2 wrong arguments, nothing was run;
3 nothing could be decided; 130 interrupted.`;
}

/** Reads the command line. @throws {BadInput} */
export function readUpgradeOptions(args: readonly string[]): UpgradeRequest {
  const line = readCommandLine(args, options);
  if (line.flag("help")) return { kind: "help" };
  if (line.flag("version")) return { kind: "version" };
  const resume = line.text("resume");
  if (resume !== undefined) {
    if (args.length > 2)
      throw new BadInput("--resume takes its options from the run itself; leave the others out");
    return { kind: "resume", folder: resume };
  }
  const [old, own, ...strays] = line.positionals;
  if (old === undefined || own === undefined || strays.length > 0) {
    throw new BadInput(
      `Expected two releases, the old one and the new one, such as node@22 node@24; got ${line.positionals.join(" ") || "none"}`,
    );
  }
  const request = pairRequest(line);
  return {
    kind: line.flag("list") ? "list" : "run",
    options: {
      ...request,
      old,
      new: own,
      threshold: readThreshold(line.text("threshold")),
      json: line.text("json"),
    },
  };
}

/** What `pairOptions` say. @throws {BadInput} */
export function pairRequest(line: CommandLine): Omit<UpgradeOptions, "old" | "new" | "threshold" | "json"> {
  return {
    workloads: line.list("workload"),
    executors: line.list("executor"),
    threads: line.integers("threads", { min: 1, max: 1024 }) ?? [2],
    tasks: line.integer("tasks"),
    sizes: line.integers("size"),
    budgetMs: readDuration("budget", line.text("budget") ?? "10m"),
    effort,
    timeoutMs: 1000 * (line.integer("timeout", { min: 1, max: 86_400 }) ?? 60),
    access: readAccess(line),
    out: line.text("out"),
    seed:
      line.integer("seed", { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? Math.floor(Math.random() * 2 ** 32),
  };
}
