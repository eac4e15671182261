import type { KnownComparison, Side } from "../bouts/plan.ts";
import type { Interval } from "../statistics/median.ts";
import type { Modes } from "./modes.ts";

/** What is said of one figure of a comparison, the gravest first. `slower` and `faster` stand for worse and better, whatever the figure. */
export const verdicts = [
  "broke",
  "leaks",
  "slower",
  "inconclusive",
  "failed",
  "fixed",
  "faster",
  "same",
  "unsupported",
] as const;

export type Verdict = (typeof verdicts)[number];

/** What is said where the workload does not run on one side or on both, or a figure cannot be told there: there is no ratio then. */
type Broken = "broke" | "fixed" | "failed" | "unsupported";

/** Whether a leak is new in the cell, or was there in the baseline as well. */
export type Leak = "more" | "as before";

/** What is said of one figure of a comparison: a row of `comparisons.csv`. */
export type VerdictRow = JudgedRow | BrokenRow;

interface BrokenRow extends NamedRow {
  readonly verdict: Broken;
}

/** Nothing is measured where a value is `undefined`. */
export interface JudgedRow extends NamedRow {
  readonly verdict: Exclude<Verdict, Broken>;
  /** Median over the processes of each process's lower quartile; of a metric: of each process's median. */
  readonly figures: Readonly<Record<Side, number | undefined>>;
  /** The cell's divided by the baseline's: Hodges-Lehmann centre of the pairs, with its interval; none where machines do not agree. */
  readonly ratio: Estimate | undefined;
  /** The same of the slowest quarter of the samples; of `wall_ms` only. */
  readonly slowestQuarter: Estimate | undefined;
  /** The same of the CPU time of all threads; of `wall_ms` only, and without a say in its verdict. */
  readonly cpu: Estimate | undefined;
  readonly pairs: number;
  /**
   * The change that the verdict was held against, as a part of 1: `slower` and `faster` mean at least that much, `same`
   * and `inconclusive` within it, or perhaps not. `undefined` of the growth of memory.
   */
  readonly threshold: number | undefined;
  /** Where the verdict is `leaks`. */
  readonly leak?: Leak | undefined;
  /** By how much a ratio can seem to be off with so many pairs although nothing has changed, as a part of 1. */
  readonly noiseFloor: number | undefined;
  /** What each machine says by itself, where it was measured on several. */
  readonly machines?: readonly MachineRatio[];
  /** The levels that the processes of each side fall into, where those of one side have several. */
  readonly modes: Modes | undefined;
}

interface NamedRow {
  readonly comparison: NamedComparison;
  /** `wall_ms`, or the name given to `metric()`. */
  readonly metric: string;
  readonly better: "lower" | "higher";
  readonly notes: readonly string[];
}

/** As much of a comparison as a verdict shows. */
export type NamedComparison = Pick<KnownComparison, "id" | "question" | "name" | "words">;

/** A ratio from the pairs of one machine. */
export interface MachineRatio {
  readonly machine: string;
  readonly pairs: number;
  readonly ratio: Estimate | undefined;
}

interface Estimate {
  readonly value: number;
  /** `undefined`: too few pairs for the confidence. */
  readonly interval: Interval | undefined;
}

/** Whether a row has figures to compare. */
export function isJudged(row: VerdictRow): row is JudgedRow {
  return !["broke", "fixed", "failed", "unsupported"].includes(row.verdict);
}

/** Whether the cell is worse than the baseline: slower, broken, or with a leak that was not there. */
export function isWorse(row: VerdictRow): boolean {
  if (row.verdict === "leaks") return isJudged(row) && row.leak === "more";
  return row.verdict === "slower" || row.verdict === "broke";
}
