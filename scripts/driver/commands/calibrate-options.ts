import { BadInput } from "../command-line/bad-input.ts";
import { type Option, optionLines } from "../command-line/command-line.ts";
import { readDuration } from "../command-line/read-duration.ts";
import {
  defaultEffort,
  type MeasuringOptions,
  type MeasuringRequest,
  measuringOptions,
  readMeasuringOptions,
  readMeasuringRequest,
} from "./measuring-options.ts";
import { overtime } from "./upgrade-options.ts";

/** What `calibrate.mjs` was asked for, with its defaults. */
export interface CalibrateOptions extends MeasuringOptions {
  readonly runtime: string;
  readonly workloads: readonly string[];
  /** How often each cell is checked against itself. */
  readonly repeats: number;
  /** How many checks are drawn from what was measured, for each cell. */
  readonly simulations: number;
  /** Whether another program keeps a core busy in blocks. */
  readonly busy: boolean;
}

/** What the new side is slowed down by. */
export const slowdowns: readonly number[] = [0.01, 0.02, 0.03, 0.05, 0.1];

/** A steady cell of one thread, a threaded one, one that sends messages. */
const workloads: readonly string[] = ["sum-of-squares", "post-message"];

/** Some 45 seconds for each of the 21 checks that these are: what a check takes to find anything. */
const defaultBudget = "16m";

const { workload, executor, threads, budget, tasks, size, ...others } = measuringOptions;

const options = {
  workload: { ...workload, about: `${workload.about}\n(default: ${workloads.join(",")})` },
  executor: { ...executor, about: `${executor.about} (default: inline,pool)` },
  threads: { ...threads, about: `${threads.about} (default: 2)` },
  tasks,
  size,
  budget: {
    ...budget,
    about: `${budget.about} (default: ${defaultBudget});\ntwo fifths more if something looks like a change`,
  },
  repeats: {
    type: "string",
    value: "N",
    about: "A/A checks of each cell that are really measured (default: 2)",
  },
  simulations: {
    type: "string",
    value: "N",
    about:
      "A/A checks of each cell that are drawn from the measured\npairs, and a tenth as many of each slowdown (default: 2000)",
  },
  busy: { type: "boolean", about: "keep a core busy meanwhile, 3 s in 6 s: a load that comes and goes" },
  ...others,
} satisfies Record<string, Option>;

/** What `--help` prints. */
export function calibrateHelp(): string {
  return `Shows how far upgrade.mjs can be trusted on this machine: how often it is wrong about a runtime compared with itself,
and how often it finds a slowdown of 1, 2, 3, 5 and 10 % that was put in on purpose.

Usage: npx zx scripts/calibrate.mjs [RUNTIME] [options]

${optionLines(options)}

Examples:
  npx zx scripts/calibrate.mjs                                   with the pinned Node
  npx zx scripts/calibrate.mjs bun -w ./mine.ts --budget 30m     your workload under Bun
  npx zx scripts/calibrate.mjs --busy                            beside another program

Exit status: 0; 2 wrong arguments, nothing was run; 130 interrupted.`;
}

/** Reads the command line. @throws {BadInput} */
export function readCalibrateOptions(args: readonly string[]): MeasuringRequest<CalibrateOptions> {
  return readMeasuringRequest(args, options, (line) => {
    const [runtime = "node", ...strays] = line.positionals;
    if (strays.length > 0)
      throw new BadInput(`Expected one release, such as node@24; got ${line.positionals.join(" ")}`);
    const budgetMs = readDuration("budget", line.text("budget") ?? defaultBudget);
    return {
      ...readMeasuringOptions(line, { threads: [2], effort: defaultEffort }),
      extent: { kind: "budget", budgetMs, overtime },
      workloads: line.list("workload") ?? workloads,
      runtime,
      repeats: line.integer("repeats", { min: 1, max: 1000 }) ?? 2,
      simulations: line.integer("simulations", { min: 10, max: 1_000_000 }) ?? 2000,
      busy: line.flag("busy"),
    };
  });
}
