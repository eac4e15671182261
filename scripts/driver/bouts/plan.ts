import type { Cell, CellName, Contender, KnownCell } from "./contender.ts";

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
export interface Comparison<Compared extends KnownCell = Contender> {
  /** Names the comparison; in a check of an upgrade, also in its files. */
  readonly id: string;
  /** The group whose bouts it is made from. */
  readonly group: string;
  readonly question: Question;
  /** What both have in common. */
  readonly name: Omit<CellName, "runtime">;
  /** What ratios are divided by. */
  readonly baseline: Compared;
  readonly cell: Compared;
  /** What the two are called in a sentence: `old` and `new`, or the runtimes. */
  readonly words: Readonly<Record<Side, string>>;
}

/** A comparison whose sides may have been measured elsewhere. */
export type KnownComparison = Comparison<KnownCell>;

/** Contenders that take turns in one bout after the other, and what is wanted from these. */
export interface Group {
  /** `sum-of-squares 10x5000000`. */
  readonly id: string;
  /** What bouts are numbered within: the workload with its tasks and size. Several groups may share it. */
  readonly work: string;
  readonly contenders: readonly Contender[];
  readonly comparisons: readonly Comparison[];
}

/** As much of a group as is judged. */
interface KnownGroup {
  readonly id: string;
  readonly comparisons: readonly KnownComparison[];
}

/** What is judged and reported of a run, wherever it was measured. */
export interface KnownPlan {
  /** Every cell, in the order of the tables; also those that cannot be measured. */
  readonly cells: readonly KnownCell[];
  readonly groups: readonly KnownGroup[];
}

/** What a run consists of. */
export interface Plan extends KnownPlan {
  /** Every cell, in the order of the tables; also those that cannot be measured. */
  readonly cells: readonly Cell[];
  readonly groups: readonly Group[];
}

/** All comparisons of a plan. */
export function comparisonsOf<Compared extends KnownCell>({
  groups,
}: {
  readonly groups: readonly { readonly comparisons: readonly Comparison<Compared>[] }[];
}): Comparison<Compared>[] {
  return groups.flatMap(({ comparisons }) => comparisons);
}
