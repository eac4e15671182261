import { BadInput } from "../command-line/bad-input.ts";
import { type Option, optionLines, readCommandLine } from "../command-line/command-line.ts";

/** What `merge.mjs` was asked for. */
export type MergeRequest =
  | { readonly kind: "help" }
  | {
      readonly kind: "merge";
      /** Of the shards. */
      readonly folders: readonly string[];
      readonly out: string;
      /** Takes what is there. */
      readonly isPartial: boolean;
      /** File for the plan of what is to be confirmed on other machines. */
      readonly confirmPlan: string | undefined;
    };

const options = {
  out: {
    type: "string",
    value: "DIR",
    about: "folder to write to: a new one, or that of an earlier merge of this plan",
  },
  partial: {
    type: "boolean",
    about:
      "merge what is there, although a shard is missing, doubled\nor has not finished; says what is missing",
  },
  "confirm-plan": {
    type: "string",
    value: "FILE",
    about:
      "write the plan of what one machine alone has found there:\nits shards, measured on other machines, are merged with\nthe others",
  },
  help: { type: "boolean", short: "h", about: "this text" },
} satisfies Record<string, Option>;

/** What `--help` prints. */
export function mergeHelp(): string {
  return `Makes one run of the shards that several machines have measured, and judges it once.

Usage: npx zx scripts/merge.mjs DIR… --out DIR [options]

DIR are the folders of the shards, as matrix.mjs and upgrade.mjs have written them with --shard.

${optionLines(options)}

Examples:
  npx zx scripts/merge.mjs shards/* --out results/merged
  npx zx scripts/merge.mjs shards/1 shards/3 --out results/merged --partial      the second one is still running
  npx zx scripts/merge.mjs shards/* --out results/merged --confirm-plan confirm.json    then, on another machine:
  npx zx scripts/upgrade.mjs --plan confirm.json --shard 1/1 --out shards/confirmed     and merge again, with that

Exit status: that of the command whose shards they are (matrix.mjs: 1 if some cell failed; upgrade.mjs: 1 if something
became slower or broke, 3 if nothing could be decided); 2 wrong arguments, or shards that do not belong together.`;
}

/** Reads the command line. @throws {BadInput} */
export function readMergeOptions(args: readonly string[]): MergeRequest {
  const line = readCommandLine(args, options);
  if (line.flag("help")) return { kind: "help" };
  const { positionals: folders } = line;
  if (folders.length === 0) {
    throw new BadInput(
      "Which shards? Name their folders, as in npx zx scripts/merge.mjs shards/* --out results/merged",
    );
  }
  const out = line.text("out");
  if (out === undefined || out === "") throw new BadInput("Where to? Name a folder: --out results/merged");
  const confirmPlan = line.text("confirm-plan");
  if (confirmPlan === "") throw new BadInput("--confirm-plan needs the name of a file, and got an empty one");
  return { kind: "merge", folders, out, isPartial: line.flag("partial"), confirmPlan };
}
