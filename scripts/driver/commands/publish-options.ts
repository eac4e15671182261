import { BadInput } from "../command-line/bad-input.ts";
import { type CommandLine, type Option, optionLines, readCommandLine } from "../command-line/command-line.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import type { View } from "../report/publication.ts";
import { defaultFormats, type Format, formats } from "../report/write-publication.ts";

/** What `publish.mjs` was asked for. */
export type PublishRequest =
  | { readonly kind: "help" }
  | {
      readonly kind: "publish";
      readonly folder: string;
      readonly view: View;
      readonly formats: readonly Format[];
      /** The run's own folder where it is `undefined`. */
      readonly out: string | undefined;
    };

const options = {
  rows: { type: "string", list: true, value: "COLUMN,…", about: "what the rows are (default: work,config)" },
  columns: { type: "string", list: true, value: "COLUMN,…", about: "what the columns are (default: label)" },
  table: { type: "string", list: true, value: "COLUMN,…", about: "a table for each value of these" },
  metric: { type: "string", list: true, value: "NAME,…", about: "what is shown (default: median_ms)" },
  filter: {
    type: "string",
    list: true,
    value: "CONDITION",
    about: "only cells like 'runtime=node,bun', 'threads<=4', 'workload!=sum-*';\nseveral: all must hold",
  },
  baseline: { type: "string", value: "VALUE", about: "a column to divide the others by: node@24, bun" },
  format: {
    type: "string",
    list: true,
    value: "NAME,…",
    about: `${formats.join(", ")} (default: ${defaultFormats.join(",")})`,
  },
  out: { type: "string", value: "DIR", about: "folder to write to (default: the run's own)" },
  help: { type: "boolean", short: "h", about: "this text" },
} satisfies Record<string, Option>;

/** What `--help` prints. */
export function publishHelp(): string {
  return `Publishes a run: tables, charts and a page with findings, all made from the CSV of the run.

Usage: npx zx scripts/publish.mjs results/<run> [options]
       npx zx scripts/publish.mjs results/ [options]        the history over all runs in it

${optionLines(options)}

Columns are those of summary.csv, and label (runtime@version), work (workload, tasks and size) and config (executor
with threads). With --rows, --columns, --table or --metric, the tables are these; without, one for each question.

Examples:
  npx zx scripts/publish.mjs results/2026-11-23
  npx zx scripts/publish.mjs results/2026-11-23 --rows workload --columns runtime --table threads
  npx zx scripts/publish.mjs results/2026-11-23 --filter 'runtime=node,bun' --baseline node@24 --metric median_ms
  npx zx scripts/publish.mjs results/2026-11-23 --format csv,json --out /tmp/tables
  npx zx scripts/publish.mjs results/

Exit status: 0 written, also where it says that something is missing; 1 cannot be written; 2 wrong arguments.`;
}

/** Reads the command line. @throws {BadInput} */
export function readPublishOptions(args: readonly string[]): PublishRequest {
  const line = readCommandLine(args, options);
  if (line.flag("help")) return { kind: "help" };
  const [folder, stray] = line.positionals;
  if (folder === undefined) {
    throw new BadInput("Which run? Name its folder, as in npx zx scripts/publish.mjs results/<run>");
  }
  if (stray !== undefined) throw new BadInput(`One folder at a time: "${folder}" or "${stray}"`);
  return {
    kind: "publish",
    folder,
    view: {
      rows: line.list("rows"),
      columns: line.list("columns"),
      table: line.list("table"),
      metrics: line.list("metric"),
      filters: line.each("filter"),
      baseline: line.text("baseline"),
    },
    formats: readFormats(line),
    out: line.text("out"),
  };
}

function readFormats(line: CommandLine): readonly Format[] {
  const names = line.list("format") ?? defaultFormats;
  return names.map((name) => {
    const found = formats.find((format) => format === name);
    if (found !== undefined) return found;
    const [meant] = nearestWords(name, formats);
    throw new BadInput(
      `Unknown format "${name}"; ${meant ? `did you mean ${meant}?` : `known: ${formats.join(", ")}`}`,
    );
  });
}
