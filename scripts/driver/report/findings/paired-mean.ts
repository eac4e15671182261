import { type Figure, geometricMean } from "../../statistics/figure.ts";
import type { ComparisonRow } from "../comparison-rows.ts";
import { percent } from "../digits.ts";
import type { Evidence } from "./evidence.ts";
import { numberWord } from "./words.ts";

/** What several comparisons of the same two, on different workloads, show together. */
export interface PairedMean {
  /** Geometric mean of the ratios. */
  readonly ratio: Figure;
  readonly rows: readonly ComparisonRow[];
  /** `open`: the interval holds 1, or no comparison by itself was decided in that direction. */
  readonly verdict: "slower" | "faster" | "same" | "open";
}

/** Takes the mean of those comparisons that have an interval; `undefined` where none has. */
export function pairedMean(all: readonly (ComparisonRow | undefined)[]): PairedMean | undefined {
  const rows = all.flatMap((row) => (row?.ratio?.interval ? [row] : []));
  const ratio = geometricMean(rows.flatMap((row) => row.ratio ?? []));
  if (ratio?.interval === undefined) return undefined;
  const { low, high } = ratio.interval;
  const isFound = (verdict: string): boolean => rows.some((row) => row.verdict === verdict);
  const isSame = rows.every(({ verdict }) => verdict === "same");
  const verdict = isSame
    ? "same"
    : low > 1 && isFound("slower")
      ? "slower"
      : high < 1 && isFound("faster")
        ? "faster"
        : "open";
  return { ratio, rows, verdict };
}

/**
 * Where a claim holds, and what its interval is: ` over four workloads` and `geometric mean of the ratios, 99 % interval `,
 * or the name of the only workload.
 */
export function scopeOf(
  { rows }: PairedMean,
  { cells, run }: Evidence,
): { readonly over: string; readonly interval: string } {
  const interval = `${percent(run.comparisons.confidence)} interval `;
  if (rows.length > 1) {
    return {
      over: ` over ${numberWord(rows.length)} workloads`,
      interval: `geometric mean of the ratios, ${interval}`,
    };
  }
  const work = cells.find(({ id }) => id === rows[0]?.cell)?.work ?? "";
  return { over: ` for ${work}`, interval };
}
