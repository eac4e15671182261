import { isJudged, type JudgedRow, type VerdictRow } from "../verdict.ts";

/** What is known to differ between the two ends of a path of releases. */
export type Change = Breakage | Shift;

/** Whether the workload runs. */
interface Breakage {
  readonly kind: "broke" | "fixed";
}

/** A figure. */
export interface Shift {
  readonly kind: "slower" | "faster";
  /** Whether the figure has become larger or smaller. */
  readonly direction: 1 | -1;
  /** What has moved: the figure itself, or only that of the slowest quarter of the runs. */
  readonly of: "figure" | "slowestQuarter";
  /** Logarithm of the ratio; `undefined` where the values have no ratio. */
  readonly size: number | undefined;
}

/** On which side of the change a release lies. */
export type Side =
  | "old"
  | "new"
  /** Apart from both ends, and not nearer to one of them. */
  | "between"
  /** It does not run here, which has nothing to do with what is looked for. */
  | "unfit"
  | "open";

/** What the row of the figure that is looked for says of the two ends; `undefined`: they are not known to differ. */
export function changeOf(row: VerdictRow | undefined): Change | undefined {
  if (row === undefined) return undefined;
  if (!isJudged(row)) {
    return row.verdict === "broke" || row.verdict === "fixed" ? { kind: row.verdict } : undefined;
  }
  if (row.verdict !== "slower" && row.verdict !== "faster") return undefined;
  const isUsual = row.slowestQuarter === undefined || isApart(row.ratio?.interval);
  const [of, ratio] = isUsual
    ? (["figure", row.ratio] as const)
    : (["slowestQuarter", row.slowestQuarter] as const);
  const direction = (row.verdict === "slower") === (row.better === "lower") ? 1 : -1;
  return { kind: row.verdict, direction, of, size: ratio && Math.log(ratio.value) };
}

/**
 * On which side a release lies that has met both ends in the same bouts: on that of the end to which it is shown to be nearer. What is not shown is
 * open: it is never taken for the old level.
 *
 * @param fromOld the old end against the release
 * @param toNew the release against the new end
 * @param position to which end it is shown to be nearer: -1 is the old one, 1 the new one
 */
export function sideOf(
  change: Change,
  fromOld: VerdictRow | undefined,
  toNew: VerdictRow | undefined,
  position: (change: Shift) => -1 | 0 | 1,
): Side {
  if (fromOld === undefined || toNew === undefined) return "open";
  if (!("of" in change)) {
    return fromOld.verdict === change.kind ? "new" : toNew.verdict === change.kind ? "old" : "open";
  }
  if (!isJudged(fromOld) || !isJudged(toNew)) return "unfit";
  const nearer = position(change);
  if (nearer !== 0) return nearer === 1 ? "new" : "old";
  return [fromOld, toNew].every(({ verdict }) => verdict === change.kind) ? "between" : "open";
}

/** How much of the change two releases have between them, as an interval: 0 is none of it, 1 all. `undefined`: not known. */
export function shareOf(
  change: Change,
  row: VerdictRow,
): { readonly low: number; readonly high: number } | undefined {
  if (!("of" in change) || !isJudged(row)) return undefined;
  const interval = ratioOfChange(change, row)?.interval;
  const { size } = change;
  if (!size || interval === undefined) return undefined;
  const [a = 0, b = 0] = [interval.low, interval.high].map((end) => Math.log(end) / size);
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

/** The ratio of what has moved. */
export function ratioOfChange(change: Change | undefined, row: JudgedRow): JudgedRow["ratio"] {
  return change !== undefined && "of" in change && change.of === "slowestQuarter"
    ? row.slowestQuarter
    : row.ratio;
}

function isApart(interval: { readonly low: number; readonly high: number } | undefined): boolean {
  return interval === undefined || interval.low > 1 || interval.high < 1;
}
