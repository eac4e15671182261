import process from "node:process";
import type { Effort } from "../../../runners/cell/cell-request.ts";
import type { MeasureOptions } from "../bouts/measure-plan.ts";
import { type Access, accessOptions, readAccess } from "../command-line/access.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { type CommandLine, type Option, readCommandLine } from "../command-line/command-line.ts";
import type { Sharing } from "./sharing-options.ts";

/** What every command that measures can be asked for. */
export interface MeasuringOptions extends MeasureOptions {
  /** Names, groups or files. Not looked up yet. */
  readonly workloads: readonly string[] | undefined;
  readonly executors: readonly string[] | undefined;
  readonly threads: readonly number[];
  /** Each workload's own where it is `undefined`. */
  readonly tasks: number | undefined;
  /** Each workload's own where it is `undefined`. */
  readonly sizes: readonly number[] | undefined;
  readonly access: Access;
  /** The folder that relative paths start from. */
  readonly from: string;
  /** Folder to make; `results/<run>` where it is `undefined`. */
  readonly out: string | undefined;
  /** Several machines share the run. */
  readonly sharing?: Sharing;
}

export type MeasuringRequest<Options> =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "list"; readonly options: Options }
  | { readonly kind: "run"; readonly options: Options }
  | { readonly kind: "resume"; readonly folder: string };

type MeasuringOption =
  | ("workload" | "executor" | "threads" | "tasks" | "size" | "budget" | "timeout")
  | ("out" | "seed" | "list" | "resume" | "help" | "version")
  | keyof typeof accessOptions;

/** Options of all commands that measure. */
export const measuringOptions: Readonly<Record<MeasuringOption, Option>> = {
  workload: {
    type: "string",
    short: "w",
    list: true,
    value: "NAME,…",
    about: "names, groups (@default, @threads, @dispatch, @server,\n@upgrade, @all) or files",
  },
  executor: { type: "string", list: true, value: "NAME,…", about: "inline, pool, per-task" },
  threads: { type: "string", list: true, value: "N,…", about: "threads of the pool" },
  tasks: { type: "string", value: "N", about: "tasks in a group (default: each workload's own)" },
  size: { type: "string", list: true, value: "N,…", about: "size of a task (default: each workload's own)" },
  budget: { type: "string", value: "TIME", about: "how long to measure, such as 90s, 10m, 1h" },
  timeout: {
    type: "string",
    value: "SECONDS",
    about: "how long one run of a workload may take, or loading it, or\nending (default: 60)",
  },
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
};

/** What one process measures, as a rule. */
export const defaultEffort: Effort = {
  warmUpMs: 100,
  minSamples: 8,
  maxSamples: 60,
  sampleMs: 450,
  // So short that it is one run of nearly all workloads: else a small change of the time could change how many there
  // are in a turn, and the first one in it may take longer than the others.
  turnMs: 10,
};

/** Figures beside the time are taken in so many bouts of each group. */
export const observedBouts: number = 24;

/**
 * For so long a process goes on behind its timed samples, to take figures beside the time: longer where somebody asks for workloads by name,
 * who has time for them.
 */
export function observeMs(workloads: readonly string[] | undefined): number {
  return workloads === undefined || workloads.some((name) => name.startsWith("@")) ? 50 : 300;
}

/**
 * Reads a command line.
 *
 * @param read what is special to the command
 * @param readShared reads all of it where runs of the command can be shared out
 * @throws {BadInput}
 */
export function readMeasuringRequest<Options>(
  args: readonly string[],
  options: Readonly<Record<string, Option>>,
  read: (line: CommandLine) => Options,
  readShared?: () => Options,
): MeasuringRequest<Options> {
  const line = readCommandLine(args, options);
  if (line.flag("help")) return { kind: "help" };
  if (line.flag("version")) return { kind: "version" };
  const resume = line.text("resume");
  if (resume !== undefined) {
    if (args.length > 2)
      throw new BadInput("--resume takes its options from the run itself; leave the others out");
    return { kind: "resume", folder: resume };
  }
  return {
    kind: line.flag("list") ? "list" : "run",
    options: readShared === undefined ? read(line) : readShared(),
  };
}

/** What `measuringOptions` say, without the extent. @throws {BadInput} */
export function readMeasuringOptions(
  line: CommandLine,
  defaults: Pick<MeasuringOptions, "threads" | "effort">,
): Omit<MeasuringOptions, "extent"> {
  return {
    workloads: line.list("workload"),
    executors: line.list("executor"),
    threads: line.integers("threads", { min: 1, max: 1024 }) ?? defaults.threads,
    tasks: line.integer("tasks"),
    sizes: line.integers("size"),
    effort: defaults.effort,
    timeoutMs: 1000 * (line.integer("timeout", { min: 1, max: 86_400 }) ?? 60),
    access: readAccess(line),
    from: process.cwd(),
    out: line.text("out"),
    seed:
      line.integer("seed", { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? Math.floor(Math.random() * 2 ** 32),
  };
}

/** The only item of a list, where `why` there can be no more. @throws {BadInput} */
export function onlyItem(line: CommandLine, option: string, why: string): string | undefined {
  const [item, ...others] = line.list(option) ?? [];
  if (others.length === 0) return item;
  throw new BadInput(`--${option} ${[item, ...others].join(",")}: ${why}; name one of them`);
}
