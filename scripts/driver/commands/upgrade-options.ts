import { BadInput } from "../command-line/bad-input.ts";
import { type CommandLine, type Option, optionLines } from "../command-line/command-line.ts";
import { readDuration } from "../command-line/read-duration.ts";
import { readThreshold, type Threshold } from "../judge/threshold.ts";
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

/** What `upgrade.mjs` was asked for, with its defaults. Names are not looked up yet. */
export interface UpgradeOptions extends MeasuringOptions {
  readonly old: string;
  readonly new: string;
  readonly threshold: Threshold;
  /** File for the verdicts as JSON. */
  readonly json: string | undefined;
}

/** What was found may be confirmed beyond the budget, by this part of it. */
export const overtime: number = 2 / 5;

const { workload, executor, threads, budget, tasks, size, ...others } = measuringOptions;

const options = {
  workload: {
    ...workload,
    about: `${workload.about}\n(default: @upgrade, the pool for those in @default only)`,
  },
  executor: { ...executor, about: `${executor.about} (default: inline,pool)` },
  threads: { ...threads, about: `${threads.about} (default: 2)` },
  tasks,
  size,
  threshold: {
    type: "string",
    value: "N%",
    about:
      "changes below it do not count (default: auto: what each\ncell's noise lets one see, from 0.7 % on)",
  },
  budget: {
    ...budget,
    about: `${budget.about} (default: 10m);\ntwo fifths more if something looks like a change`,
  },
  json: { type: "string", value: "FILE", about: "write the verdicts there, as JSON; - is standard output" },
  ...sharingOptions,
  ...others,
} satisfies Record<string, Option>;

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
  npx zx scripts/upgrade.mjs 'node@24 --no-maglev' node@24        what does a flag do?
  npx zx scripts/upgrade.mjs node@22 node@24 --plan plan.json     the plan for several machines, of which each then
  npx zx scripts/upgrade.mjs --plan plan.json --shard 1/3         measures a part: 1/3, 2/3, 3/3; merge.mjs judges

Exit status: 0 nothing became slower or broke; 1 something did; 2 wrong arguments, nothing was run;
3 nothing could be decided; 130 interrupted.`;
}

/** Reads the command line. @throws {BadInput} */
export function readUpgradeOptions(args: readonly string[]): MeasuringRequest<UpgradeOptions> {
  const read = (line: CommandLine): UpgradeOptions => {
    const [old, own, ...strays] = line.positionals;
    if (old === undefined || own === undefined || strays.length > 0) {
      throw new BadInput(
        `Expected two releases, the old one and the new one, such as node@22 node@24; got ${line.positionals.join(" ") || "none"}`,
      );
    }
    const budgetMs = readDuration("budget", line.text("budget") ?? "10m");
    const effort = { ...defaultEffort, observeMs: observeMs(line.list("workload")) };
    return {
      ...readMeasuringOptions(line, { threads: [2], effort }),
      observedBouts,
      extent: { kind: "budget", budgetMs, overtime },
      old,
      new: own,
      threshold: readThreshold(line.text("threshold")),
      json: line.text("json"),
    };
  };
  return readMeasuringRequest(args, options, read, () => readSharing("upgrade", args, options, read));
}
