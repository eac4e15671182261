import type { Side } from "../bouts/plan.ts";
import { isMeasured, type MeasuredProcess, type ProcessRecord } from "../bouts/process-record.ts";
import { quantile } from "../statistics/median.ts";

/** The processes of two contenders that are compared. */
export type Sides = Readonly<Record<Side, readonly ProcessRecord[]>>;

/** One process of each side, which took turns in one bout: what a difference is taken from. */
export interface Pair extends Readonly<Record<Side, MeasuredProcess>> {
  readonly round: number;
}

/** What the processes of two contenders make. */
export interface Pairs {
  /** In the order in which they were measured. */
  readonly sound: readonly Pair[];
  /** How many more there are whose two processes did not have the same machine. */
  readonly disturbed: number;
}

/** Other programs may have used so many more cores during the turns of one process of a pair than during those of the other. */
const tolerated = 0.25;

/**
 * The pairs of two contenders, without those that were disturbed: in the turns of one of the two processes, other programs used
 * more of the machine than in those of the other one. That is told by what the others used, never by what was
 * measured, so that nothing is left out for its result; and by that of the pairs before it alone, so that a pair which
 * was counted stays so. On a restless machine, about every second pair is left out (of those until then, the ones
 * with the larger such differences).
 */
export function pairsOf({ baseline: before, cell: after }: Sides): Pairs {
  const byRound = new Map(before.filter(isMeasured).map((process) => [process.round, process]));
  const all = after.filter(isMeasured).flatMap((cell): Pair[] => {
    const baseline = byRound.get(cell.round);
    return baseline === undefined ? [] : [{ round: cell.round, baseline, cell }];
  });
  all.sort((a, b) => a.round - b.round);
  const seen: number[] = [];
  const sound = all.filter((pair) => {
    seen.push(restlessness(pair));
    return restlessness(pair) <= Math.max(tolerated, quantile(seen, 0.5) ?? 0);
  });
  return { sound, disturbed: all.length - sound.length };
}

function restlessness({ baseline, cell }: Pair): number {
  if (baseline.foreignCores === null || cell.foreignCores === null) return 0;
  return Math.abs(cell.foreignCores - baseline.foreignCores);
}
