import type { Side, UpgradeCell } from "../bouts/upgrade-cell.ts";
import type { Interval } from "../statistics/median.ts";
import type { Mode } from "./modes.ts";

/** What is said of one figure of one cell. `slower` and `faster` stand for worse and better, whatever the figure. */
export type Verdict = "slower" | "faster" | "same" | "inconclusive" | "broke" | "fixed" | "failed";

/** A row of `upgrade.csv`. Nothing is measured where a value is `undefined`. */
export interface VerdictRow {
  readonly cell: NamedCell;
  /** `wall_ms`, or the name given to `metric()`. */
  readonly metric: string;
  readonly better: "lower" | "higher";
  readonly verdict: Verdict;
  /** Median over the processes of each process's lower quartile; of a metric: of each process's median. */
  readonly old: number | undefined;
  readonly new: number | undefined;
  /** New divided by old: Hodges-Lehmann centre of the pairs, with its 99 % interval. */
  readonly ratio: Estimate | undefined;
  /** The same of the slowest quarter of the samples; of `wall_ms` only. */
  readonly slowestQuarter: Estimate | undefined;
  /** The same of the CPU time of all threads; of `wall_ms` only, and without a say in its verdict. */
  readonly cpu: Estimate | undefined;
  readonly pairs: number;
  /**
   * The change that the verdict was held against, as a part of 1: `slower` and `faster` mean at least that much, `same`
   * and `inconclusive` within it, or perhaps not. `undefined` where there is nothing to compare.
   */
  readonly threshold: number | undefined;
  /** By how much a ratio can seem to be off with so many pairs although nothing has changed, as a part of 1. */
  readonly noiseFloor: number | undefined;
  /** The levels that the processes of each side fall into, where those of one side have several. */
  readonly modes: Modes | undefined;
  readonly notes: readonly string[];
}

/** As much of a cell as a verdict shows. */
export type NamedCell = Pick<UpgradeCell, "id" | "executor" | "threads" | "tasks" | "size"> & {
  readonly workload: { readonly name: string };
};

/** The levels of each side; none where a side has too few processes to tell. */
export type Modes = Readonly<Record<Side, readonly Mode[]>>;

export interface Estimate {
  readonly value: number;
  /** `undefined`: too few pairs for the confidence. */
  readonly interval: Interval | undefined;
}
