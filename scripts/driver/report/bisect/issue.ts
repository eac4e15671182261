import { type Contender, parseCell } from "../../bouts/contender.ts";
import type { Environment } from "../../bouts/environment.ts";
import { typedCommand } from "../../command-line/typed-command.ts";
import { commandWords } from "../../files/command-words.ts";
import { ratioText } from "../digits.ts";
import { runtimeTitle } from "../findings/words.ts";
import { markdownOf } from "../markdown.ts";
import { asData } from "../markdown-text.ts";
import { type Table, textTable } from "../table.ts";
import { comparedText, ends, subjectOf } from "./answer.ts";
import type { ReleaseRow } from "./release-rows.ts";
import { reproductionCommand } from "./reproduction.ts";

/** A reproduction is shown in the text up to so many lines; a longer one is to be attached. */
const shownLines = 200;

/**
 * What can be pasted into an issue for the runtime's maintainers: what changed, by how much, since which release, and how to see it. It has no path
 * and no name of a user; of the machine, what matters for the figures.
 *
 * @param script the workload as a script by itself, where it can be one
 */
export function issueText(
  rows: readonly ReleaseRow[],
  contenders: readonly Contender[],
  script: string | undefined,
  { machine, version }: Environment,
): string | undefined {
  const { old, own, first, last, from, to } = ends(rows);
  const [before, after] = [last ?? from, first ?? to];
  if (old === undefined || own === undefined || before === undefined || after === undefined) return undefined;
  const engines = [before, after].flatMap(({ release }) => {
    const found = contenders.find(({ runtime }) => runtime.label === release);
    return found === undefined ? [] : `${runtimeTitle(release)} (${found.runtime.engine})`;
  });
  const since = first ? `since ${title(first)}` : `between ${title(before)} and ${title(after)}`;
  const subject = subjectOf(own);
  return `### ${asData(`${subject} ${verdictWords[own.verdict] ?? own.verdict} ${since}`)}

${asData(withoutPaths(whatChanged(own, before, after, first ? first.step : own.ratio, first ? before : old)))}

${markdownOf(ratiosTable(rows))}

${script === undefined ? withSuite(own, [before, after]) : reproduce(script, [before, after])}
${machineLine(machine)}
- Releases: ${asData(engines.join("; "))}
- Measured with worker-matrix ${version}
`;
}

/** Of the machine, what matters for figures. */
export function machineLine({ cpu, cores, memoryMb, os, arch }: Environment["machine"]): string {
  return `- Machine: ${asData(cpu)}, ${cores} cores, ${memoryMb} MiB, ${asData(os)} ${arch}`;
}

function whatChanged(
  own: ReleaseRow,
  before: ReleaseRow,
  after: ReleaseRow,
  ratio: ReleaseRow["ratio"],
  against: ReleaseRow,
): string {
  const subject = subjectOf(own);
  if (own.verdict === "broke") return `${subject} runs under ${title(before)}. ${after.note}.`;
  if (own.verdict === "fixed") return `${subject} runs under ${title(after)}. ${before.note}.`;
  return `${subject} ${comparedText(own, ratio, title(against))} (99 % interval in brackets). Each figure comes from pairs of fresh processes, one of each release, which took turns of some milliseconds on the same machine, so that whatever else the machine did fell on both.`;
}

function ratiosTable(rows: readonly ReleaseRow[]): Table {
  const [old] = rows;
  return textTable(
    "ratios",
    ["release", "published"],
    [`ratio to ${old?.release}`, "pairs"],
    rows.map((row) => [
      ...[row.release, row.published],
      row.ratio ? ratioText(row.ratio) : row.verdict,
      row.bouts === undefined ? "" : String(row.bouts),
    ]),
  );
}

const verdictWords: Readonly<Record<string, string>> = {
  slower: "is slower",
  faster: "is faster",
  broke: "does not run",
  fixed: "runs",
};

function title({ release }: ReleaseRow): string {
  return runtimeTitle(release);
}

/** Only the names of files: where they lie is nobody's business. */
function withoutPaths(text: string): string {
  return text
    .replace(/(?:file:\/\/|(?<![\w:/.]))\/(?:[^\s/:'"()]+\/)+/g, "")
    .replace(/\b[A-Za-z]:\\(?:[^\s\\:'"()]+\\)+/g, "");
}

/** Pools are part of the library: nothing shows them without it. */
function withSuite({ cell }: ReleaseRow, releases: readonly ReleaseRow[]): string {
  const { workload = cell, executor = "", threads } = parseCell(cell) ?? {};
  const command = [
    ...[...commandWords("upgrade"), ...releases.map(({ release }) => release)],
    ...["-w", workload, "--executor", executor, "--threads", String(threads)],
  ];
  return `To reproduce, in a checkout of worker-matrix:\n\n\`\`\`sh\n${typedCommand(command)}\n\`\`\`\n`;
}

function reproduce(script: string, releases: readonly ReleaseRow[]): string {
  const commands = releases.map(({ release }) => reproductionCommand(release));
  const shown = script.split("\n").length <= shownLines ? `\n\`\`\`js\n${script}\`\`\`\n` : "";
  return `To reproduce, save ${shown === "" ? "the attached `reproduce.mjs`" : "this as `reproduce.mjs`"}, and run it under both releases; it prints the median time of a run.
${shown}
\`\`\`sh
${commands.join("\n")}
\`\`\`
`;
}
