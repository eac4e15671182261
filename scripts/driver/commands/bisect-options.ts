import { ownFigures } from "../../../runners/cell/own-figures.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { type Option, optionLines } from "../command-line/command-line.ts";
import { readDuration } from "../command-line/read-duration.ts";
import { readThreshold, type Threshold } from "../judge/threshold.ts";
import { parseRuntimeSpec } from "../releases/runtime-spec.ts";
import {
  defaultEffort,
  type MeasuringOptions,
  type MeasuringRequest,
  measuringOptions,
  observeMs,
  onlyItem,
  readMeasuringOptions,
  readMeasuringRequest,
} from "./measuring-options.ts";

/** What `bisect.mjs` was asked for, with its defaults. Names are not looked up yet. */
export interface BisectOptions extends MeasuringOptions {
  readonly old: string;
  readonly new: string;
  /** One workload: a name or a file. */
  readonly workloads: readonly [string];
  readonly executors: readonly string[];
  /** The figure that is followed: `wall_ms`, or a name that the workload gives to `metric()`. */
  readonly metric: string;
  readonly threshold: Threshold;
  /** Whether pre-releases are on the path. */
  readonly prereleases: boolean;
  /** File for the answer as JSON. */
  readonly json: string | undefined;
}

const { workload, executor, threads, budget, tasks, size, ...others } = measuringOptions;

const options = {
  workload: { ...workload, value: "NAME", about: "the workload: a name or a file" },
  metric: {
    type: "string",
    value: "NAME",
    about: "the figure to follow, as the workload names it in metric()\n(default: the time)",
  },
  executor: { ...executor, value: "NAME", about: `${executor.about} (default: inline)` },
  threads: { ...threads, value: "N", about: `${threads.about} (default: 2)` },
  tasks,
  size: { ...size, value: "N" },
  threshold: {
    type: "string",
    value: "N%",
    about: "changes below it do not count (default: auto: what the\nnoise lets one see, from 0.7 % on)",
  },
  pre: { type: "boolean", about: "with pre-releases, such as the canaries of Bun" },
  budget: { ...budget, about: `${budget.about} (default: 20m)` },
  json: { type: "string", value: "FILE", about: "write the answer there, as JSON; - is standard output" },
  ...others,
} satisfies Record<string, Option>;

/** What `--help` prints. */
export function bisectHelp(): string {
  return `Finds the release that made a workload slower, faster, broke or fixed it.

Usage: npx zx scripts/bisect.mjs OLD NEW --workload NAME [options]

OLD and NEW are releases of one runtime: node@22, deno@2.8, bun@1.3.14, node@system, bun@/opt/bun.
Releases are installed from npm as they are needed.

${optionLines(options)}

Examples:
  npx zx scripts/bisect.mjs bun@1.3.0 bun@1.4 -w buffer-alloc           which release made it slower, or faster?
  npx zx scripts/bisect.mjs node@22 node@24 -w ./mine.ts                a workload of your own, also one that throws
  npx zx scripts/bisect.mjs deno@2.5 deno@2.9 -w mine.ts --metric rss_mb   a figure of its own
  npx zx scripts/bisect.mjs node@24.0.0 node@26 -w sum-of-squares --executor pool --threads 2
  npx zx scripts/bisect.mjs --resume results/RUN                        goes on where it was interrupted

Exit status: 0 found; 1 OLD and NEW do not differ; 2 wrong arguments, nothing was run; 3 only a range was found,
or nothing could be decided; 130 interrupted.`;
}

const followed = "a search follows one cell";

/** Reads the command line. @throws {BadInput} */
export function readBisectOptions(args: readonly string[]): MeasuringRequest<BisectOptions> {
  return readMeasuringRequest(args, options, (line) => {
    const [old, own, ...strays] = line.positionals;
    if (old === undefined || own === undefined || strays.length > 0) {
      throw new BadInput(
        `Expected two releases, the old one and the new one, such as bun@1.3.0 bun@1.4; got ${line.positionals.join(" ") || "none"}`,
      );
    }
    requireOneRuntime(old, own);
    for (const option of ["executor", "threads", "size"]) onlyItem(line, option, followed);
    const workload = onlyItem(line, "workload", followed);
    if (workload === undefined || workload.startsWith("@")) {
      throw new BadInput(
        `Expected a workload to follow over the releases, a name or a file, such as -w buffer-alloc; got ${workload ?? "none"}`,
      );
    }
    const budgetMs = readDuration("budget", line.text("budget") ?? "20m");
    const metric = line.text("metric") ?? "wall_ms";
    if (metric === "memory_growth_kb")
      throw new BadInput(
        "--metric memory_growth_kb: a search cannot follow growth; what leaks shows in memory_mb too",
      );
    const effort =
      metric in ownFigures ? { ...defaultEffort, observeMs: observeMs([workload]) } : defaultEffort;
    return {
      ...readMeasuringOptions(line, { threads: [2], effort }),
      extent: { kind: "budget", budgetMs, overtime: 0 },
      old,
      new: own,
      workloads: [workload],
      executors: line.list("executor") ?? ["inline"],
      metric,
      threshold: readThreshold(line.text("threshold")),
      prereleases: line.flag("pre"),
      json: line.text("json"),
    };
  });
}

function requireOneRuntime(old: string, own: string): void {
  const [before, after] = [old, own].map((spec) => parseRuntimeSpec(spec));
  if (before?.name !== after?.name) {
    throw new BadInput(
      `Cannot go from ${old} to ${own}: expected two releases of one runtime, such as ${before?.name}@… and ${before?.name}@latest`,
    );
  }
  if (before?.flags.join(" ") !== after?.flags.join(" ")) {
    throw new BadInput(
      `Cannot go from ${old} to ${own}: expected the same flags on both sides, for all releases between them`,
    );
  }
}
