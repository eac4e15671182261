import { BadInput } from "../command-line/bad-input.ts";
import { type Option, optionLines, readCommandLine } from "../command-line/command-line.ts";
import { readDuration } from "../command-line/read-duration.ts";
import { pairOptions, pairRequest, type UpgradeOptions } from "./upgrade-options.ts";

/** What `calibrate.mjs` was asked for, with its defaults. */
export interface CalibrateOptions extends UpgradeOptions {
  /** How often each cell is checked against itself. */
  readonly repeats: number;
  /** How many checks are drawn from what was measured, for each cell. */
  readonly simulations: number;
  /** Whether another program keeps a core busy in blocks. */
  readonly busy: boolean;
}

export type CalibrateRequest =
  | { readonly kind: "help" }
  | { readonly kind: "run"; readonly options: CalibrateOptions };

/** What the new side is slowed down by. */
export const slowdowns: readonly number[] = [0.01, 0.02, 0.03, 0.05, 0.1];

/** A steady cell of one thread, a threaded one, one that sends messages. */
const workloads: readonly string[] = ["sum-of-squares", "post-message"];

/** Some 45 seconds for each of the 21 checks that these are: what a check takes to find anything. */
const budget = "16m";

const options: Readonly<Record<string, Option>> = {
  ...pairOptions,
  workload: {
    ...pairOptions.workload,
    about: `names, groups or files (default: ${workloads.join(",")})`,
  } as Option,
  budget: {
    ...pairOptions.budget,
    about: `how long to measure, such as 90s, 10m, 1h (default: ${budget});\ntwo fifths more if something waits to be confirmed`,
  } as Option,
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
  help: { type: "boolean", short: "h", about: "show this" },
};

/** What `--help` prints. */
export function calibrateHelp(): string {
  return `Shows how far upgrade.mjs can be trusted on this machine: how often it is wrong about a runtime compared with itself,
and how often it finds a slowdown of 1, 2, 3, 5 and 10 % that was put in on purpose.

Usage: npx zx scripts/calibrate.mjs [RUNTIME] [options]

${optionLines(options)}

Examples:
  npx zx scripts/calibrate.mjs                                   with the Node that npm ci brought
  npx zx scripts/calibrate.mjs bun -w ./mine.ts --budget 30m     your workload under Bun
  npx zx scripts/calibrate.mjs --busy                            beside another program

Exit status: 0; 2 wrong arguments, nothing was run; 130 interrupted.`;
}

/** Reads the command line. @throws {BadInput} */
export function readCalibrateOptions(args: readonly string[]): CalibrateRequest {
  const line = readCommandLine(args, options);
  if (line.flag("help")) return { kind: "help" };
  const [runtime = "node", ...strays] = line.positionals;
  if (strays.length > 0)
    throw new BadInput(`Expected one release, such as node@24; got ${line.positionals.join(" ")}`);
  return {
    kind: "run",
    options: {
      ...pairRequest(line),
      workloads: line.list("workload") ?? workloads,
      budgetMs: readDuration("budget", line.text("budget") ?? budget),
      old: runtime,
      new: runtime,
      threshold: { kind: "auto" },
      json: undefined,
      repeats: line.integer("repeats", { min: 1, max: 1000 }) ?? 2,
      simulations: line.integer("simulations", { min: 10, max: 1_000_000 }) ?? 2000,
      busy: line.flag("busy"),
    },
  };
}
