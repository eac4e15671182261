import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseCell } from "../bouts/contender.ts";
import { readEnvironment } from "../bouts/environment.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { type Option, optionLines } from "../command-line/command-line.ts";
import { fewestPairs } from "../judge/profile/profile-difference.ts";
import {
  defaultEffort,
  type MeasuringOptions,
  type MeasuringRequest,
  measuringOptions,
  onlyItem,
  readMeasuringOptions,
  readMeasuringRequest,
} from "./measuring-options.ts";

/** What `explain.mjs` was asked for, with its defaults. Names are not looked up yet. */
export interface ExplainOptions extends Omit<MeasuringOptions, "extent"> {
  readonly old: string;
  readonly new: string;
  /** Among these, as names or files, is the one that is profiled. */
  readonly workloads: readonly string[];
  /** Its name, where there are several. */
  readonly workload: string | undefined;
  readonly executors: readonly string[];
  readonly pairs: number;
}

const { workload, executor, threads, tasks, size, timeout, out, seed, help, version } = measuringOptions;

const options = {
  workload: { ...workload, value: "NAME", about: "the workload: a name or a file" },
  executor: { ...executor, value: "NAME", about: `${executor.about} (default: inline)` },
  threads: { ...threads, value: "N", about: `${threads.about} (default: 2)` },
  tasks,
  size: { ...size, value: "N" },
  pairs: {
    type: "string",
    value: "N",
    about: `so many profiled processes of each side (default: 8;\n${fewestPairs} at least, for an interval)`,
  },
  timeout,
  env: measuringOptions.env,
  "allow-write": measuringOptions["allow-write"],
  "allow-net": measuringOptions["allow-net"],
  out,
  seed,
  help,
  version,
} satisfies Record<string, Option>;

/** What `--help` prints. */
export function explainHelp(): string {
  return `Says where the time goes that two releases differ by: profiles both, and compares the profiles.

Usage: npx zx scripts/explain.mjs OLD NEW --workload NAME [options]
       npx zx scripts/explain.mjs results/RUN CELL [options]

OLD and NEW are releases, with flags if need be: node@22, bun@1.3.14, 'node@24 --no-maglev'. RUN is the folder of
an upgrade check, and CELL one of its cells. Node, Bun (from 1.3.2 on) and newer Denos write profiles.

${optionLines(options)}

Examples:
  npx zx scripts/explain.mjs bun@1.3 bun@1.4 -w url-parse
  npx zx scripts/explain.mjs 'node@24 --no-opt' node@24 -w ./mine.ts
  npx zx scripts/explain.mjs results/upgrade-2026-11-29T16-40-05 url-parse/inline-1/1x20000

Exit status: 0 profiled and compared; 1 that could not be done; 2 wrong arguments, nothing was run; 130 interrupted.`;
}

/** Reads the command line. @throws {BadInput} */
export function readExplainOptions(args: readonly string[]): MeasuringRequest<ExplainOptions> {
  return readMeasuringRequest(args, options, (line) => {
    const [first, second, ...strays] = line.positionals;
    if (first === undefined || second === undefined || strays.length > 0) {
      throw new BadInput(
        `Expected two releases and --workload, or the folder of a run and a cell of it; got ${line.positionals.join(" ") || "none"}`,
      );
    }
    const pairs = line.integer("pairs", { min: fewestPairs, max: 100 }) ?? 8;
    const given = readMeasuringOptions(line, { threads: [2], effort: defaultEffort });
    if (existsSync(join(first, "environment.json"))) return { ...given, pairs, ...ofRun(first, second) };
    const [name, ...others] = line.list("workload") ?? [];
    if (name === undefined || others.length > 0 || name.startsWith("@")) {
      throw new BadInput(
        `Expected one workload, a name or a file, such as -w url-parse; got ${[name ?? "none", ...others].join(",")}`,
      );
    }
    onlyItem(line, "executor", "one cell is explained at a time");
    return {
      ...{ ...given, pairs, old: first, new: second },
      ...{ workloads: [name], workload: undefined, executors: line.list("executor") ?? ["inline"] },
    };
  });
}

/** The two releases of a run, and one of its cells. @throws {BadInput} */
function ofRun(
  run: string,
  cell: string,
): Pick<
  ExplainOptions,
  "old" | "new" | "workloads" | "workload" | "executors" | "threads" | "tasks" | "sizes" | "from"
> {
  const { commandLine, runtimes, startedIn = ".", workloads = [] } = readEnvironment(run);
  const [old, own, ...others] = runtimes.map(({ label, spec }) => String(label ?? spec));
  if (old === undefined || own === undefined || others.length > 0) {
    throw new BadInput(`Cannot explain "${run}": expected a check of two releases, as upgrade.mjs makes it`);
  }
  const named = parseCell(cell);
  const names = workloads.map(({ name }) => name);
  if (named === undefined || !names.includes(named.workload)) {
    throw new BadInput(
      `Cannot explain ${cell}: "${run}" has no such cell; its workloads: ${names.join(", ")}`,
    );
  }
  const { workload, executor, threads, tasks, size } = named;
  const typed = commandLine.flatMap((word, index) =>
    /^(?:-w|--workload)$/.test(commandLine[index - 1] ?? "")
      ? word.split(",")
      : (/^--workload=(.*)$/.exec(word)?.[1]?.split(",") ?? []),
  );
  return {
    ...{ old, new: own, workload, executors: [executor], threads: [threads], tasks, sizes: [size] },
    // A file may have been named for it: which, its name alone does not tell.
    workloads: typed.some((name) => /[/\\.]/.test(name)) ? typed : [workload],
    from: resolve(run, startedIn),
  };
}
