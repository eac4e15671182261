import type { Environment } from "../bouts/environment.ts";
import type { KnownVersions } from "../bouts/upgrade-plan.ts";
import { counted } from "../command-line/counted.ts";
import { duration } from "../command-line/duration.ts";
import { isBesideTime } from "../judge/figures-beside.ts";
import { isJudged, type VerdictRow } from "../judge/verdict.ts";
import { exactSpec } from "../releases/exact-spec.ts";
import { shownRows, verdictCounts } from "./comparison-rows.ts";
import { markdownOf } from "./markdown.ts";
import { asData } from "./markdown-text.ts";
import { textTable } from "./table.ts";
import { releaseVerdicts } from "./verdict-table.ts";
import { levelsText } from "./verdict-text.ts";

/** What a check took. */
export interface Effort {
  /** How long its processes ran, together. */
  readonly spentMs: number;
  /** How many cores other programs used meanwhile, on average; `undefined` where that is not known. */
  readonly foreignCores: number | undefined;
  /** As many as it takes to say anything. */
  readonly fewestPairs: number;
}

/** Other programs that use so many cores are worth a word. */
const restless = 0.25;

/** What is said before the table, a sentence each. */
export function headlines(
  { old, new: own }: KnownVersions,
  rows: readonly VerdictRow[],
  { foreignCores, fewestPairs }: Effort,
): string[] {
  const beside = rows.filter(isBesideTime);
  const main = rows.filter((row) => !isBesideTime(row));
  const few = rows.filter(
    (row) => row.metric === "wall_ms" && row.verdict === "inconclusive" && row.pairs < fewestPairs,
  ).length;
  const cross =
    "Two different runtimes: they differ in far more than their release, so read each ratio as the price of that workload on one of them, not as a change.";
  const same = "The same binary on both sides: whatever is not the same is a false alarm.";
  return [
    `${old.label} → ${own.label}: ${verdictCounts(main)}.`,
    ...(beside.length > 0 ? [`Figures beside the time: ${verdictCounts(beside)}.`] : []),
    ...(few > 0
      ? [`${counted(few, "cell")} got fewer than ${fewestPairs} pairs, too few to tell: raise --budget.`]
      : []),
    ...(old.name === own.name ? [] : [cross]),
    ...(exactSpec(old) === exactSpec(own) ? [same] : []),
    ...(foreignCores !== undefined && foreignCores > restless
      ? [
          `Other programs used ${foreignCores.toFixed(1)} cores meanwhile: on a quieter machine, the same time decides more.`,
        ]
      : []),
  ];
}

/** `upgrade.md` of a check: the verdicts, and what one has to know to judge them and to repeat them. */
export function upgradeReport(
  versions: KnownVersions,
  rows: readonly VerdictRow[],
  environment: Environment,
  effort: Effort,
  { searches, explanations }: GoOn,
): string {
  const table = releaseVerdicts(shownRows(rows));
  const { machine, commandLine, seed, started, finished } = environment;
  const [first, ...others] = headlines(versions, rows, effort);
  return `# ${asData(first ?? "")}

${others.map((line) => `${asData(line)}\n\n`).join("")}${markdownOf(table)}

${table.notes.map((note) => `- ${asData(note)}\n`).join("")}
${table.about} *slower* and *faster*: a change of at least the threshold, found at one of a fixed number of looks, which share a
small probability of a false alarm. *same* is shown: the 99 % interval lies within the threshold. *inconclusive* is neither. "noise" is by
how much a ratio can seem to be off with so many pairs although nothing has changed.
${levelsSection(rows)}${commandsSection("Since which release?", searches)}${commandsSection("Why?", explanations)}
## Method and machine

- Command: \`npx zx scripts/upgrade.mjs${commandLine.map((argument) => ` ${argument}`).join("")}\`, seed ${seed}
- Started ${started}, ${finished ? `finished ${finished}` : "not finished: these are the results until then"}; measured for ${duration(effort.spentMs)}
- ${asData(machine.cpu)}, ${machine.coresPresent} cores${machine.cores < machine.coresPresent ? `, of which ${machine.cores} to be used` : ""}, ${machine.memoryMb} MiB, ${asData(machine.os)} ${machine.arch}
- Old: ${asData(`${versions.old.label} (${versions.old.engine})`)}; new: ${asData(`${versions.new.label} (${versions.new.engine})`)}
- A pair is one process of each version. They take turns, several in a second, while the other one is stopped; which of them is
  first is random. Its datum is the logarithm of the ratio of its two processes' times; the time of a process is the lower quartile of its warm samples (of n, the one at place n / 4,
  rounded up, from below), because whatever else a machine does adds time, often to half of the runs. Figures of \`metric()\`:
  the median instead.
- The ratio is the Hodges-Lehmann estimate over the pairs: the median of the averages of all two of them (and of each with
  itself); beyond the ends of its interval lie as many of those averages as the exact signed-rank distribution leaves out with
  a probability of 1 %.
- A pair is left out when other programs used over a quarter of a core more during the turns of one process than during those of the other
  (\`foreign_cores\`), and by more than in half of the cell's pairs up to it.
- \`samples.csv\` has every timed sample, \`processes.csv\` every process, \`upgrade.csv\` the verdicts, \`environment.json\` the
  settings; the README of worker-matrix explains their columns.
`;
}

/** Commands that answer a question. */
function commandsSection(question: string, commands: readonly string[]): string {
  return commands.length === 0 ? "" : `\n## ${question}\n\n\`\`\`sh\n${commands.join("\n")}\n\`\`\`\n`;
}

/** The commands that go on from a check. */
export interface GoOn {
  /** Find the release since when a figure is worse, or a workload does not run. */
  readonly searches: readonly string[];
  /** Say where the time goes that is more than it was. */
  readonly explanations: readonly string[];
}

/** A table of the cells whose processes fall into levels, with each level's share on each side. */
function levelsSection(rows: readonly VerdictRow[]): string {
  const levels = rows
    .filter(isJudged)
    .flatMap(({ comparison, metric, modes }) =>
      modes === undefined
        ? []
        : [[comparison.id, metric, levelsText(modes.baseline, metric), levelsText(modes.cell, metric)]],
    );
  if (levels.length === 0) return "";
  return `
## Levels

The processes of these cells do not lie around one value, but around several, each with its share of the processes of that
side. Where the shares have moved, the ratio above lies between the levels: read the shares.

${markdownOf(textTable("levels", ["cell", "figure"], ["old", "new"], levels))}
`;
}
