import { markdownTable } from "markdown-table";
import type { Environment } from "../bouts/environment.ts";
import type { Column } from "../files/csv.ts";
import type { CalibrationRow } from "../judge/calibration/calibration.ts";
import type { EstimateError } from "../judge/calibration/estimate-error.ts";
import { asData } from "./markdown-text.ts";
import { percent } from "./verdict-text.ts";

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

/** Columns of `estimates.csv`. Errors are parts of 1. */
export const estimateColumns: readonly Column<EstimateError>[] = [
  { name: "cell", value: ({ cell }) => cell },
  { name: "executor", value: ({ executor }) => executor },
  { name: "pairs", value: ({ pairs }) => pairs },
  { name: "error", value: ({ error }) => error },
  { name: "ci_low", value: ({ interval }) => interval?.low },
  { name: "ci_high", value: ({ interval }) => interval?.high },
];

/** How far the estimates are off, as a table of texts. */
export function estimateTable(errors: readonly EstimateError[]): readonly (readonly string[])[] {
  return [
    ["cell", "pairs", "ratio is off by", "95 % interval"],
    ...errors.map(({ cell, pairs, error, interval }) => [
      cell,
      String(pairs),
      signedPercent(error),
      interval === undefined ? "" : `${signedPercent(interval.low)} to ${signedPercent(interval.high)}`,
    ]),
  ];
}

/** `calibration.md`. */
export function calibrationReport(
  rows: readonly CalibrationRow[],
  errors: readonly EstimateError[],
  { machine, commandLine, seed, runtimes, started }: Environment,
): string {
  return `# How far upgrade.mjs can be trusted here

${inMarkdown(calibrationTable(rows))}

*measured*: processes were run for each check, as \`upgrade.mjs\` does. *resampled*: each check was drawn from the pairs that had been
measured, each with the sign of a coin (either process could have been the old one), so these rows cannot show a bias that all
measured pairs share; the ratios of the measured rows can. What is put in is busy time inside the measured region, as a share of each
run's own. The time of resampled checks is that of their pairs alone. They judge the usual time; a real check also
judges the slowest quarter of the runs.

## How far the ratios are off

${inMarkdown(estimateTable(errors))}

The pairs of all measured checks of a cell together, whatever was put in: the estimate from them, once that is taken out again.

- Command: \`npx zx scripts/calibrate.mjs${commandLine.map((argument) => ` ${argument}`).join("")}\`, seed ${seed}, ${started}
- ${asData(machine.cpu)}, ${machine.coresPresent} cores${machine.cores < machine.coresPresent ? `, of which ${machine.cores} to be used` : ""}, ${machine.memoryMb} MiB, ${asData(machine.os)} ${machine.arch}
- ${runtimes
    .map(({ label, engine }) => asData(`${label} (${engine})`))
    .slice(0, 1)
    .join()}
`;
}

function inMarkdown(table: readonly (readonly string[])[]): string {
  const align = table[0]?.map((_, index) => (index === 0 ? "left" : "right")) ?? [];
  return markdownTable(
    table.map((texts) => texts.map(asData)),
    { align },
  );
}

function signedPercent(share: number): string {
  return `${share < 0 ? "-" : "+"}${(100 * Math.abs(share)).toFixed(2)} %`;
}

function shareText(share: number): string {
  return `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}

/** A table as text in columns. */
export function drawn(table: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...table.map((texts) => texts[column]?.length ?? 0));
  return table
    .map((texts) =>
      texts
        .map((text, column) => (column === 0 ? text.padEnd(width(column)) : text.padStart(width(column))))
        .join("  "),
    )
    .join("\n");
}
