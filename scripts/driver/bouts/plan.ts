import type { Cell, CellName, Contender } from "./contender.ts";

/** What two contenders are compared for. */
export type Question =
  /** One runtime against another, all else alike. */
  | "runtime"
  /** An executor against `inline`, under the same runtime. */
  | "executor"
  /** A new release against an old one. */
  | "release";

/** The two that are compared. */
export type Side = "baseline" | "cell";

export const sides: readonly Side[] = ["baseline", "cell"];

/** Two contenders that meet in the same bouts: a ratio for each bout in which both measured something. */
export interface Comparison {
  /** Names the comparison; in a check of an upgrade, also in its files. */
  readonly id: string;
  /** The group whose bouts it is made from. */
  readonly group: string;
  readonly question: Question;
  /** What both have in common. */
  readonly name: Omit<CellName, "runtime">;
  /** What ratios are divided by. */
  readonly baseline: Contender;
  readonly cell: Contender;
  /** What the two are called in a sentence: `old` and `new`, or the runtimes. */
  readonly words: Readonly<Record<Side, string>>;
}

/** Contenders that take turns in one bout after the other, and what is wanted from these. */
export interface Group {
  /** `sum-of-squares 10x5000000`. */
  readonly id: string;
  /** What bouts are numbered within: the workload with its tasks and size. Several groups may share it. */
  readonly work: string;
  readonly contenders: readonly Contender[];
  readonly comparisons: readonly Comparison[];
}

/** What a run consists of. */
export interface Plan {
  /** Every cell, in the order of the tables; also those that cannot be measured. */
  readonly cells: readonly Cell[];
  readonly groups: readonly Group[];
}

/** All comparisons of a plan. */
export function comparisonsOf({ groups }: Plan): Comparison[] {
  return groups.flatMap(({ comparisons }) => comparisons);
}
