import type { Environment } from "../../bouts/environment.ts";
import type { RunFolder } from "../../bouts/run-folder.ts";
import { duration } from "../../command-line/duration.ts";
import { listed } from "../findings/words.ts";
import { markdownOf } from "../markdown.ts";
import { asData } from "../markdown-text.ts";
import { searchMethod } from "../method.ts";
import { answerSentences } from "./answer.ts";
import { issueText } from "./issue.ts";
import type { Searched } from "./measured-releases.ts";
import type { ReleaseRow } from "./release-rows.ts";
import { releasesTable } from "./releases-table.ts";

/** A search that has come to its end. */
export interface FinishedSearch extends Searched {
  readonly folder: RunFolder;
  readonly environment: Environment;
}

/** What is said beside the answer: how much of the path was measured, and what was passed over. */
export function searchRemarks(
  { labels, path, plan, outcome }: Searched,
  rows: readonly ReleaseRow[],
): string[] {
  const gap = outcome.kind === "found" ? labels.slice(outcome.range.last + 1, outcome.range.first) : [];
  const [name = ""] = labels[0]?.split("@") ?? [];
  const gone = path.skipped.map(({ version, reason }) => `${name}@${version} (${reason})`);
  const missing = [...plan.missing].map(([place, reason]) => `${labels[place]} (${reason})`);
  const passed = [...gone, ...missing];
  return [
    ...(gap.length > 0 ? [`It may have come before: ${listed(gap)} could not be measured.`] : []),
    rows.length === labels.length
      ? `All ${labels.length} releases on the path were measured.`
      : `${rows.length} of the ${labels.length} releases on the path were measured.`,
    ...(passed.length > 0 ? [`Passed over: ${passed.join(", ")}.`] : []),
    ...(plan.halted === undefined ? [] : [`The search could not go on: ${plan.halted}.`]),
  ];
}

/** `bisect.md`: the answer, the releases, how it was found, and a text for the maintainers. */
export function bisectReport(
  search: FinishedSearch,
  rows: readonly ReleaseRow[],
  script: string | undefined,
): string {
  const { folder, environment, plan, labels } = search;
  const { machine, commandLine, seed, started, finished } = environment;
  const [first = "", ...others] = [...answerSentences(rows), ...searchRemarks(search, rows)];
  const table = releasesTable(rows);
  const issue = issueText(rows, plan.cells, script, environment);
  return `# ${asData(first)}

${others.map((line) => `${asData(line)}\n\n`).join("")}${markdownOf(table)}

${table.notes.map((note) => `- ${asData(note)}\n`).join("")}
${asData(table.about)} *verdict* and *ratio* are against ${asData(labels[0] ?? "")}; *side* is where the search took the release to be.

## Method and machine

- Command: \`npx zx scripts/bisect.mjs${commandLine.map((argument) => ` ${argument}`).join("")}\`, seed ${seed}
- Started ${started}, ${finished ? `finished ${finished}` : "not finished: this is the answer until then"}; measured for ${duration(folder.spentMs)}
- ${asData(machine.cpu)}, ${machine.cores} cores, ${machine.memoryMb} MiB, ${asData(machine.os)} ${machine.arch}
${searchMethod.map((line) => `- ${line}\n`).join("")}- The path: ${asData(labels.join(", "))}.
- \`samples.csv\` has every timed sample, \`comparisons.csv\` every verdict, \`bisect.csv\` this table, \`environment.json\` the settings.
${issue === undefined ? "" : `\n## For the maintainers\n\n${issue}`}`;
}
