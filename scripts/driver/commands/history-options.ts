import { BadInput } from "../command-line/bad-input.ts";
import { type Option, optionLines } from "../command-line/command-line.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import { readDuration } from "../command-line/read-duration.ts";
import { readThreshold, type Threshold } from "../judge/threshold.ts";
import { parseReleaseRange, type RangeSpec, type Step, steps } from "../releases/history-range.ts";
import { parseRuntimeSpec } from "../releases/runtime-spec.ts";
import { cacheLimitOption, readCacheLimit } from "./cache-limit-option.ts";
import {
  defaultEffort,
  type MeasuringOptions,
  type MeasuringRequest,
  measuringOptions,
  readMeasuringOptions,
  readMeasuringRequest,
} from "./measuring-options.ts";
import { overtime } from "./upgrade-options.ts";

/** What `history.mjs` was asked for, with its defaults. Names are not looked up yet. */
export interface HistoryOptions extends MeasuringOptions {
  readonly range: RangeSpec;
  readonly every: Step;
  /** The release that all others meet: the first one of the range where it is `undefined`. */
  readonly reference: string | undefined;
  readonly workloads: readonly string[];
  readonly executors: readonly string[];
  readonly threshold: Threshold;
  /** What the releases in the cache may take together, in bytes. */
  readonly cacheLimit: number;
}

const { workload, executor, threads, budget, tasks, size, out, resume, ...others } = measuringOptions;

const options = {
  workload: { ...workload, about: `${workload.about} (default: @default)` },
  every: {
    type: "string",
    value: "PART",
    about:
      "minor: the newest release of each minor version (default);\nmajor: of each major one; patch: all releases",
  },
  reference: {
    type: "string",
    value: "RELEASE",
    about: "the release that all others meet in the same bouts\n(default: the first of the range)",
  },
  executor: { ...executor, about: `${executor.about} (default: inline)` },
  threads: { ...threads, about: `${threads.about} (default: 2)` },
  tasks,
  size,
  threshold: {
    type: "string",
    value: "N%",
    about: "steps below it do not count (default: 2%)",
  },
  budget: {
    ...budget,
    about: `${budget.about} (default: 30m);\ntwo fifths more to confirm what looks like a step`,
  },
  out: {
    ...out,
    about:
      "folder to write to (default: results/<date>); if it is a\nhistory, only what it does not have is measured, and added",
  },
  resume,
  "cache-limit": cacheLimitOption,
  ...others,
} satisfies Record<string, Option>;

/** What `--help` prints. */
export function historyHelp(): string {
  return `Measures the releases of a range, each with one reference release in the same bouts, and says where the level changed.

Usage: npx zx scripts/history.mjs FROM..TO [options]

FROM and TO are releases of one runtime: node@20..node@26, bun@1.2..bun@latest, deno@2.5.0..2.9.6.
Releases are installed from npm as they are needed, and with --cache-limit removed again.

${optionLines(options)}

Examples:
  npx zx scripts/history.mjs bun@1.2..bun@1.4 -w json-stringify                the newest release of each minor version
  npx zx scripts/history.mjs node@20..node@26 --every major -w ./mine.ts       a workload of your own
  npx zx scripts/history.mjs deno@2.6..deno@2.9 --every patch -w structured-clone --budget 1h --cache-limit 2GB
  npx zx scripts/history.mjs bun@1.3..bun@latest --every patch -w @default --out histories/bun
                                                 run each week: measures what has been released since
  npx zx scripts/history.mjs --resume histories/bun                            goes on where it was interrupted

Exit status: 0 done, with steps or without; 2 wrong arguments, nothing was run; 3 nothing could be decided;
130 interrupted.`;
}

/** What is followed unless something else is asked for. */
const defaultWorkloads: readonly string[] = ["@default"];

/** Reads the command line. @throws {BadInput} */
export function readHistoryOptions(args: readonly string[]): MeasuringRequest<HistoryOptions> {
  return readMeasuringRequest(args, options, (line) => {
    const [range, ...strays] = line.positionals;
    if (range === undefined || strays.length > 0) {
      throw new BadInput(
        `Expected a range of releases, such as node@20..node@26; got ${line.positionals.join(" ") || "none"}`,
      );
    }
    const budgetMs = readDuration("budget", line.text("budget") ?? "30m");
    const parsed = parseReleaseRange(range);
    return {
      ...readMeasuringOptions(line, { threads: [2], effort: defaultEffort }),
      extent: { kind: "budget", budgetMs, overtime },
      range: parsed,
      every: readStep(line.text("every")),
      reference: readReference(line.text("reference"), parsed),
      workloads: line.list("workload") ?? defaultWorkloads,
      executors: line.list("executor") ?? ["inline"],
      threshold: readThreshold(line.text("threshold") ?? "2%"),
      cacheLimit: readCacheLimit(line),
    };
  });
}

function readStep(typed = "minor"): Step {
  const step = steps.find((each) => each === typed);
  if (step !== undefined) return step;
  const [meant] = nearestWords(typed, steps);
  throw new BadInput(
    `Unknown --every ${typed}; ${meant === undefined ? `expected ${steps.join(", ")}` : `did you mean ${meant}?`}`,
  );
}

function readReference(typed: string | undefined, { from }: RangeSpec): string | undefined {
  if (typed === undefined) return undefined;
  const { name, kind, flags } = parseRuntimeSpec(typed);
  if (name === from.name && kind === "version" && flags.length === 0) return typed;
  throw new BadInput(`--reference ${typed} is no release of ${from.name}; expected one such as ${from.text}`);
}
