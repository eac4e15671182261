import { markdownTable } from "markdown-table";
import type { Column } from "../csv.ts";
import type { Environment } from "../environment.ts";
import { asData } from "../markdown-text.ts";
import { percent } from "../upgrade/verdict-text.ts";
import type { CalibrationRow } from "./calibration.ts";

/** Columns of `calibration.csv`. Shares are parts of 1. */
export const calibrationColumns: readonly Column<CalibrationRow>[] = [
  { name: "cell", value: ({ cell }) => cell },
  { name: "executor", value: ({ executor }) => executor },
  { name: "how", value: ({ how }) => how },
  { name: "slowdown", value: ({ slowdown }) => slowdown },
  { name: "checks", value: ({ checks }) => checks },
  { name: "slower", value: ({ slower }) => slower },
  { name: "faster", value: ({ faster }) => faster },
  { name: "same", value: ({ same }) => same },
  { name: "inconclusive", value: ({ inconclusive }) => inconclusive },
  { name: "share", value: ({ share }) => share },
  { name: "ci_low", value: ({ interval }) => interval.low },
  { name: "ci_high", value: ({ interval }) => interval.high },
  { name: "median_ratio", value: ({ ratio }) => ratio },
  { name: "median_pairs", value: ({ pairs }) => pairs },
  { name: "median_seconds", value: ({ seconds }) => seconds },
];

/** The calibration as a table of texts. */
export function calibrationTable(rows: readonly CalibrationRow[]): readonly (readonly string[])[] {
  return [
    ["cell", "checks", "put in", "found", "95 % interval", "same", "ratio", "pairs", "time"],
    ...rows.map((row) => [
      row.cell,
      `${row.checks} ${row.how}`,
      row.slowdown === 0 ? "nothing" : `+${percent(row.slowdown)}`,
      row.slowdown === 0 ? `${row.slower + row.faster} false` : percent(row.share),
      `${shareText(row.interval.low)} to ${shareText(row.interval.high)}`,
      percent(row.same / row.checks),
      row.ratio?.toFixed(4) ?? "",
      row.pairs === undefined ? "" : String(row.pairs),
      row.seconds === undefined ? "" : `${row.seconds.toFixed(0)} s`,
    ]),
  ];
}

/** `calibration.md`. */
export function calibrationReport(
  rows: readonly CalibrationRow[],
  { machine, commandLine, seed, runtimes, started }: Environment,
): string {
  const table = calibrationTable(rows).map((texts) => texts.map(asData));
  return `# How far upgrade.mjs can be trusted here

${markdownTable(table, { align: table[0]?.map((_, index) => (index === 0 ? "left" : "right")) ?? [] })}

*measured*: processes were run for each check, as \`upgrade.mjs\` does. *resampled*: each check was drawn from the pairs that had been
measured, each with the sign of a coin (either process could have been the old one), so these rows cannot show a bias that all
measured pairs share; the ratios of the measured rows can. What is put in is busy time inside the measured region, as a share of each
run's own. The time of resampled checks is that of their pairs alone. They judge the usual time; a real check also
judges the slowest quarter of the runs.

- Command: \`npx zx scripts/calibrate.mjs${commandLine.map((argument) => ` ${argument}`).join("")}\`, seed ${seed}, ${started}
- ${asData(machine.cpu)}, ${machine.cores} cores, ${machine.memoryMb} MiB, ${asData(machine.os)} ${machine.arch}
- ${runtimes
    .map(({ label, engine }) => asData(`${label} (${engine})`))
    .slice(0, 1)
    .join()}
`;
}

function shareText(share: number): string {
  return `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}
