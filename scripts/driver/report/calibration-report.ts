import type { Environment } from "../bouts/environment.ts";
import type { Column } from "../files/csv.ts";
import type { CalibrationRow } from "../judge/calibration/calibration.ts";
import type { EstimateError } from "../judge/calibration/estimate-error.ts";
import { percent } from "./digits.ts";
import { markdownOf } from "./markdown.ts";
import { asData } from "./markdown-text.ts";
import { type Table, textTable } from "./table.ts";

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

/** What was found of changes that are known. */
export function calibrationTable(rows: readonly CalibrationRow[]): Table {
  return textTable(
    "calibration",
    ["cell"],
    ["checks", "put in", "found", "95 % interval", "same", "ratio", "pairs", "time"],
    rows.map((row) => [
      row.cell,
      `${row.checks} ${row.how}`,
      row.slowdown === 0 ? "nothing" : `+${percent(row.slowdown)}`,
      row.slowdown === 0 ? `${row.slower + row.faster} false` : percent(row.share),
      `${percent(row.interval.low)} to ${percent(row.interval.high)}`,
      percent(row.same / row.checks),
      row.ratio?.toFixed(4) ?? "",
      row.pairs === undefined ? "" : String(row.pairs),
      row.seconds === undefined ? "" : `${row.seconds.toFixed(0)} s`,
    ]),
  );
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

/** How far the estimates are off. */
export function estimateTable(errors: readonly EstimateError[]): Table {
  return textTable(
    "estimates",
    ["cell"],
    ["pairs", "ratio is off by", "95 % interval"],
    errors.map(({ cell, pairs, error, interval }) => [
      cell,
      String(pairs),
      signed(error),
      interval === undefined ? "" : `${signed(interval.low)} to ${signed(interval.high)}`,
    ]),
  );
}

/** `calibration.md`. */
export function calibrationReport(
  rows: readonly CalibrationRow[],
  errors: readonly EstimateError[],
  { machine, commandLine, seed, runtimes, started }: Environment,
): string {
  return `# How far upgrade.mjs can be trusted here

${markdownOf(calibrationTable(rows))}

*measured*: processes were run for each check, as \`upgrade.mjs\` does. *resampled*: each check was drawn from the pairs that had been
measured, each with the sign of a coin (either process could have been the old one), so these rows cannot show a bias that all
measured pairs share; the ratios of the measured rows can. What is put in is busy time inside the measured region, as a share of each
run's own. The time of resampled checks is that of their pairs alone. They judge the usual time; a real check also
judges the slowest quarter of the runs.

## How far the ratios are off

${markdownOf(estimateTable(errors))}

The pairs of all measured checks of a cell together, whatever was put in: the estimate from them, once that is taken out again.

- Command: \`npx zx scripts/calibrate.mjs${commandLine.map((argument) => ` ${argument}`).join("")}\`, seed ${seed}, ${started}
- ${asData(machine.cpu)}, ${machine.coresPresent} cores${machine.cores < machine.coresPresent ? `, of which ${machine.cores} to be used` : ""}, ${machine.memoryMb} MiB, ${asData(machine.os)} ${machine.arch}
- ${runtimes
    .map(({ label, engine }) => asData(`${label} (${engine})`))
    .slice(0, 1)
    .join()}
`;
}

function signed(share: number): string {
  return `${share < 0 ? "" : "+"}${percent(share)}`;
}
