import { markdownTable } from "markdown-table";
import { duration } from "../duration.ts";
import type { Environment } from "../environment.ts";
import { asData } from "../markdown-text.ts";
import { fewestPairs } from "./sequential-test.ts";
import type { Versions } from "./upgrade-cell.ts";
import { verdictTable, wordColumns } from "./upgrade-table.ts";
import type { VerdictRow } from "./verdict-row.ts";
import { verdicts } from "./verdict-text.ts";

/** What is said before the table, a sentence each. */
export function headlines({ old, new: own }: Versions, rows: readonly VerdictRow[]): string[] {
  const few = rows.filter(
    ({ metric, verdict, pairs }) => metric === "wall_ms" && verdict === "inconclusive" && pairs < fewestPairs,
  ).length;
  const cross =
    "Two different runtimes: they differ in far more than their release, so read each ratio as the price of that workload on one of them, not as a change.";
  const same = "The same binary on both sides: whatever is not the same is a false alarm.";
  return [
    `${old.label} → ${own.label}: ${verdictCounts(rows)}.`,
    ...(few > 0
      ? [`${few} cells got fewer than ${fewestPairs} pairs, too few to tell: raise --budget.`]
      : []),
    ...(old.name === own.name ? [] : [cross]),
    ...(old.path === own.path ? [same] : []),
  ];
}

/** How often each verdict was given: `1 slower, 4 same`. */
export function verdictCounts(rows: readonly VerdictRow[]): string {
  const counts = verdicts.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count > 0 ? `${count} ${verdict}` : [];
  });
  return counts.join(", ") || "nothing measured";
}

/** Sentences on rows that have something to say beside their figures. */
export function rowNotes(rows: readonly VerdictRow[]): string[] {
  return verdictTable(rows).rows.flatMap(({ row }) => {
    const metric = row.metric === "wall_ms" ? "" : ` ${row.metric}`;
    return row.notes.length === 0 ? [] : `${row.cell.id}${metric}: ${row.notes.join("; ")}`;
  });
}

/** `upgrade.md` of a check: the verdicts, and what one has to know to judge them and to repeat them. */
export function upgradeReport(
  versions: Versions,
  rows: readonly VerdictRow[],
  environment: Environment,
  spentMs: number,
): string {
  const { header, rows: tableRows } = verdictTable(rows);
  const { machine, commandLine, seed, started, finished } = environment;
  const [first, ...others] = headlines(versions, rows);
  const table = markdownTable([header, ...tableRows.map(({ texts }) => texts.map(asData))], {
    align: header.map((_, index) => (index < wordColumns ? "left" : "right")),
  });
  const notes = rowNotes(rows);
  return `# ${asData(first ?? "")}

${others.map((line) => `${asData(line)}\n\n`).join("")}${table}

${notes.map((note) => `- ${asData(note)}\n`).join("")}
Ratios are new divided by old. *slower* and *faster* were seen twice, the second time in fresh pairs of processes; *same* is
shown: the 99 % interval lies within the change in the column "same within"; *inconclusive* is neither. "noise" is what the old
version can seem to differ from itself with so many processes.

## Method and machine

- Command: \`npx zx scripts/upgrade.mjs${commandLine.map((argument) => ` ${argument}`).join("")}\`, seed ${seed}
- Started ${started}, ${finished ? `finished ${finished}` : "not finished: these are the results until then"}; measured for ${duration(spentMs)}
- ${asData(machine.cpu)}, ${machine.cores} cores, ${machine.memoryMb} MiB, ${asData(machine.os)} ${machine.arch}
- Old: ${asData(`${versions.old.label} (${versions.old.engine})`)}; new: ${asData(`${versions.new.label} (${versions.new.engine})`)}
- A pair is one process of each version, one right after the other, in random order; its datum is the logarithm of the ratio of
  the two processes' medians after warm-up. A pair is left out when other programs used over a quarter of a core more during one
  half than during the other (\`foreign_cores\`); at most every second one of a cell. \`samples.csv\` has every timed sample, \`processes.csv\` every process, \`upgrade.csv\`
  the verdicts, \`environment.json\` the settings.
`;
}
