import { createHash } from "node:crypto";
import { type Part, readPart } from "../bouts/shards/part.ts";
import { type PlanFile, readPlanFile } from "../bouts/shards/plan-file.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { type CommandLine, type Option, readCommandLine } from "../command-line/command-line.ts";
import { withoutOptions } from "../command-line/without-options.ts";

/** What is asked for of a run that several machines share. */
export type Sharing = {
  /** The arguments without those of sharing. */
  readonly commandLine: readonly string[];
  /** The plan, where it is there already. */
  readonly plan: PlanFile | undefined;
  /** Folder of an earlier run, which says how long bouts take. */
  readonly times: string | undefined;
} & (
  | { readonly kind: "plan"; readonly file: string }
  | { readonly kind: "shard"; readonly shard: Part; readonly file: string | undefined }
);

/** The options that sharing a run out is about. */
export interface SharedOptions {
  readonly out: string | undefined;
  readonly seed: number;
  readonly sharing?: Sharing;
}

/** Options of the commands whose runs can be shared out. */
export const sharingOptions: Readonly<Record<"shard" | "plan" | "times", Option>> = {
  shard: {
    type: "string",
    value: "I/N",
    about:
      "measure this part of the plan, such as 2/3; merge.mjs makes\none run of all parts. --budget is for each of them",
  },
  plan: {
    type: "string",
    value: "FILE",
    about: "write the plan there, for shards; with --shard, measure\nwhat it says",
  },
  times: {
    type: "string",
    value: "DIR",
    about: "an earlier run, which says how long bouts take: shards are\nbalanced by that",
  },
};

/**
 * Reads a command line that may share its run out.
 *
 * @param read what the command makes of a line
 * @throws {BadInput}
 */
export function readSharing<Options extends SharedOptions>(
  command: string,
  args: readonly string[],
  options: Readonly<Record<string, Option>>,
  read: (line: CommandLine) => Options,
): Options {
  const line = readCommandLine(args, options);
  const [typed, file, times] = [line.text("shard"), line.text("plan"), line.text("times")];
  if (typed === undefined && file === undefined) {
    if (times !== undefined) throw new BadInput("--times is for --plan and --shard: it balances shards");
    return read(line);
  }
  const shard = typed === undefined ? undefined : readPart("shard", typed);
  if (file === "") throw new BadInput("--plan needs the name of a file, and got an empty one");
  const commandLine = withoutOptions(
    args.filter((each) => each !== "--list"),
    ...sharing,
  );
  const plan = file === undefined ? undefined : readPlanFile(file);
  if (plan === undefined) {
    const made = read(line);
    const seed = line.text("seed") === undefined && shard !== undefined ? seedOf(commandLine) : made.seed;
    return { ...made, seed, sharing: sharingOf({ commandLine, plan, times }, shard, file) };
  }
  if (shard === undefined && !line.flag("list")) {
    throw new BadInput(
      `Cannot write the plan "${file}": it is there already; measure a part of it with --shard 1/3, or name another file`,
    );
  }
  if (plan.command !== command) {
    throw new BadInput(`The plan "${file}" is of ${plan.command}.mjs; it has to be measured with that`);
  }
  if (times !== undefined) {
    throw new BadInput("--times belongs to making a plan: this one has the times already; leave it out");
  }
  const planned = { ...read(readCommandLine(plan.commandLine, options)), seed: plan.seed };
  checkSameOptions(file ?? "", commandLine, planned, () => read(readCommandLine(commandLine, options)));
  return {
    ...planned,
    out: line.text("out"),
    sharing: sharingOf({ commandLine: plan.commandLine, plan, times }, shard, file),
  };
}

const sharing = ["shard", "plan", "times", "out"];

function sharingOf(
  common: Pick<Sharing, "commandLine" | "plan" | "times">,
  shard: Part | undefined,
  file: string | undefined,
): Sharing {
  if (shard !== undefined) return { kind: "shard", shard, file, ...common };
  if (file === undefined) throw new TypeError("Neither a shard nor a plan");
  return { kind: "plan", file, ...common };
}

/** What stands beside a plan may only say the same again. @throws {BadInput} */
function checkSameOptions<Options extends SharedOptions>(
  file: string,
  typed: readonly string[],
  planned: Options,
  read: () => Options,
): void {
  if (typed.length === 0) return;
  const given = read();
  const hasSeed = typed.some((each) => /^--seed(?:=|$)/.test(each));
  const text = (options: Options): string =>
    JSON.stringify({ ...options, out: "", seed: hasSeed ? options.seed : 0 });
  if (text(given) === text(planned)) return;
  throw new BadInput(
    `The options beside --plan "${file}" are not those that it was made with (${planned.seed === given.seed ? "" : `seed ${planned.seed}: `}${typed.join(" ")}); leave them out`,
  );
}

/** Shards that make the plan each by itself have to come to the same one. */
function seedOf(commandLine: readonly string[]): number {
  return createHash("sha256").update(JSON.stringify(commandLine)).digest().readUInt32BE();
}
