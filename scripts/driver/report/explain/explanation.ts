import type { Contender } from "../../bouts/contender.ts";
import type { Environment } from "../../bouts/environment.ts";
import type { Category, ProfiledFunction } from "../../judge/profile/cpu-profile.ts";
import {
  categoryDifferences,
  confidence,
  difference,
  fewestPairs,
  type ProfileDifference,
  type ProfiledPair,
  type ProfiledProcess,
} from "../../judge/profile/profile-difference.ts";
import type { Figure } from "../../statistics/figure.ts";
import { mean } from "../../statistics/median.ts";
import { machineLine } from "../bisect/issue.ts";
import { reproductionCommand } from "../bisect/reproduction.ts";
import { percent, significant } from "../digits.ts";
import { runtimeTitle } from "../findings/words.ts";
import { asCode, asData } from "../markdown-text.ts";

/** What was profiled. */
export interface Profiles {
  /** Folder of the run. */
  readonly path: string;
  readonly contenders: readonly [old: Contender, own: Contender];
  readonly pairs: readonly ProfiledPair[];
  readonly environment: Environment;
}

/** What two releases differ by, in profiles. */
export interface Explanation extends Profiles {
  /** The functions that changed, the largest difference first. */
  readonly rows: readonly ProfileDifference<ProfiledFunction>[];
  readonly isOneRuntime: boolean;
}

/** Most that a document shows of them: the file has all. */
const shownRows = 25;

/** What was found, a sentence each. */
export function explanationSentences(explanation: Explanation): string[] {
  const { contenders, pairs, rows, isOneRuntime } = explanation;
  const [old, own] = contenders.map(({ runtime }) => runtimeTitle(runtime.label));
  const wall = wallOf(explanation);
  const [before, after] = [meanOf(explanation, "old", "wallMs"), meanOf(explanation, "new", "wallMs")];
  const subject = contenders[0].workload.name;
  const times = `${significant(before)} ms a run under ${old}, ${significant(after)} ms under ${own}`;
  const first = `${subject}, under the profiler: ${times}, ${diffText(wall)} (${pairs.length} pairs).`;
  if (pairs.length < fewestPairs) return [first, `Fewer than ${fewestPairs} pairs show nothing for sure.`];
  if (rows.length === 0) {
    return [
      first,
      "No function takes more or less on one side in all that the pairs show: the profiles do not explain a difference.",
    ];
  }
  return [
    first,
    ...rows
      .slice(0, 3)
      .map((row, index) => `${index + 1}. ${functionText(row.of)}: ${diffText(row.diffMs)} a run.`),
    ...(isOneRuntime
      ? [explainedText(explanation, wall)]
      : ["The two are different runtimes: only the user's own functions are compared."]),
  ];
}

/** How much of the difference of the times the functions that changed come to. */
function explainedText({ rows }: Explanation, wall: Figure): string {
  const all = rows.reduce((sum, { diffMs }) => sum + diffMs.value, 0);
  const frames = rows
    .filter(({ of }) => of.category === "user" || of.category === "runtime")
    .reduce((sum, { diffMs }) => sum + diffMs.value, 0);
  const { interval, value } = wall;
  if (interval === undefined || (interval.low <= 0 && interval.high >= 0)) {
    return `The times themselves do not differ for sure; the functions that do add up to ${signed(all)} ms.`;
  }
  return `Together the functions that changed come to ${signed(all)} ms, ${share(all / value)} of the difference; ${signed(frames)} ms of that are JavaScript of the user and of the runtime.${Math.abs(frames / value) < 0.5 ? " JavaScript frames do not explain most of it." : ""}`;
}

function share(part: number): string {
  return part < 0 ? "in the other direction, none" : percent(part);
}

/** The report as Markdown. @param script the workload as a script by itself, where it can be one */
export function explanationMarkdown(explanation: Explanation, script: string | undefined): string {
  const { contenders, rows, environment, pairs } = explanation;
  const [old, own] = contenders;
  const { machine, version } = environment;
  const title = `${old.workload.name}: ${runtimeTitle(old.runtime.label)} and ${runtimeTitle(own.runtime.label)}, profiled`;
  return `# ${asData(title)}

${explanationSentences(explanation).map(asData).join("\n\n")}

Open [index.html](index.html) for both flame graphs; [explain.csv](explain.csv) has all functions that changed, \`profiles/\` the profiles, for any viewer.

## Functions that take more, or less

Self time in each run of the workload, in milliseconds; means of ${pairs.length} profiled processes of each side. The difference is the Hodges-Lehmann estimate over the pairs, with its
${percent(confidence)} interval. Only what changed in all that the pairs show is listed.

${table(
  ["function", "module", "category"],
  rows
    .slice(0, shownRows)
    .map(({ of, ...row }) => [
      asCode(of.name),
      of.module === "" ? "" : asCode(of.module),
      of.category,
      ...figures(row),
    ]),
)}

## Where the time goes

${table(
  ["category"],
  categoryDifferences(pairs).map(({ of, ...row }) => [categoryWords[of], ...figures(row)]),
)}

| beside it | old | new |
| --- | ---: | ---: |
| CPU time of a run, ms | ${significant(meanOf(explanation, "old", "cpuMs"))} | ${significant(meanOf(explanation, "new", "cpuMs"))} |
| largest resident set, MiB | ${significant(meanOf(explanation, "old", "peakRssMb"))} | ${significant(meanOf(explanation, "new", "peakRssMb"))} |
| engine | ${asData(old.runtime.engine)} | ${asData(own.runtime.engine)} |

A profiler looks about once a millisecond, and slows down what it looks at: these times are not those of a comparison. What the profiles do not explain (code that an engine runs
otherwise without another function, caches, the system) is not in the table. Bun's profiles have the main thread only, and no garbage
collector of their own; functions are not inlined while they are made.

## For the maintainers

${issue(explanation, script)}
${machineLine(machine)}
- Profiled with worker-matrix ${version}
`;
}

/** What can be pasted into an issue. */
function issue(explanation: Explanation, script: string | undefined): string {
  const { contenders, rows } = explanation;
  const [old, own] = contenders.map(({ runtime }) => runtime.label);
  const lines = rows
    .slice(0, 5)
    .map(({ of, diffMs }) => `- ${asData(functionText(of))}: ${diffText(diffMs)} of self time in each run`);
  const commands = contenders.map(({ runtime }) => reproductionCommand(runtime.label, "--cpu-prof"));
  const reproduce =
    script === undefined
      ? ""
      : `\nTo reproduce, run the attached \`reproduce.mjs\` under both; it prints the median time of a run:\n\n\`\`\`sh\n${commands.join("\n")}\n\`\`\`\n`;
  return `Under ${asData(runtimeTitle(own ?? ""))}, against ${asData(runtimeTitle(old ?? ""))}, profiles of the same work differ by:\n\n${lines.length === 0 ? "- nothing that repeats" : lines.join("\n")}\n${reproduce}`;
}

function table(keys: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = [...keys, "old", "new", "difference", "interval"];
  const rule = heads.map((_, index) => (index < keys.length ? "---" : "---:"));
  const lines = [heads, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return rows.length === 0 ? "None." : lines.join("\n");
}

function figures({ oldMs, newMs, diffMs }: Omit<ProfileDifference<unknown>, "of">): string[] {
  const { interval } = diffMs;
  return [
    ...[significant(oldMs), significant(newMs), signed(diffMs.value)],
    interval === undefined ? "" : `${signed(interval.low)} to ${signed(interval.high)}`,
  ];
}

const categoryWords: Readonly<Record<Category, string>> = {
  user: "user: the workload, and what it imports",
  runtime: "runtime: its own JavaScript",
  gc: "gc: the garbage collector",
  compile: "compile: loading and compiling JavaScript",
  native: "native: the runtime's compiled code",
  idle: "idle: nothing to do",
};

function functionText({ name, module, category }: ProfiledFunction): string {
  return `${name}${module === "" ? "" : ` in ${module}`} (${category})`;
}

function wallOf({ pairs }: Explanation): Figure {
  return difference(
    pairs.map(({ old }) => old.wallMs),
    pairs.map((pair) => pair.new.wallMs),
  );
}

function meanOf(
  { pairs }: Explanation,
  side: "old" | "new",
  figure: "wallMs" | "cpuMs" | "peakRssMb",
): number | undefined {
  return mean(pairs.flatMap((pair) => (pair[side] satisfies ProfiledProcess)[figure] ?? []));
}

/** `+1.2 ms (+1.1 to +1.4)`. */
function diffText({ value, interval }: Figure): string {
  const range = interval && ` (${signed(interval.low)} to ${signed(interval.high)})`;
  return `${signed(value)} ms${range ?? ""}`;
}

function signed(value: number): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${significant(Math.abs(value))}`;
}
