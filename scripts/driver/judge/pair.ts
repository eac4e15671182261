import { isMeasured, type MeasuredProcess, type ProcessRecord } from "../bouts/process-record.ts";
import { quantile } from "../statistics/median.ts";

/** One process of each version, which took turns: what a difference is taken from. */
export interface Pair {
  readonly round: number;
  readonly old: MeasuredProcess;
  readonly new: MeasuredProcess;
}

/** What the processes of a cell make. */
export interface Pairs {
  /** In the order in which they were measured. */
  readonly sound: readonly Pair[];
  /** How many more there are whose two processes did not have the same machine. */
  readonly disturbed: number;
}

/** Other programs may have used so many more cores during the turns of one process of a pair than during those of the other. */
const tolerated = 0.25;

/**
 * The pairs of one cell, without those that were disturbed: in the turns of one of the two processes, other programs used
 * more of the machine than in those of the other one. That is told by what the others used, never by what was
 * measured, so that nothing is left out for its result; and by that of the pairs before it alone, so that a pair which
 * was counted stays so. On a restless machine, about every second pair is left out (of those until then, the ones
 * with the larger such differences).
 */
export function pairsOf(processes: readonly ProcessRecord[]): Pairs {
  const all = [...Map.groupBy(processes.filter(isMeasured), ({ round }) => round)].flatMap(
    ([round, both]): Pair[] => {
      const old = both.find(({ side }) => side === "old");
      const own = both.find(({ side }) => side === "new");
      return old && own ? [{ round, old, new: own }] : [];
    },
  );
  all.sort((a, b) => a.round - b.round);
  const seen: number[] = [];
  const sound = all.filter((pair) => {
    seen.push(restlessness(pair));
    return restlessness(pair) <= Math.max(tolerated, quantile(seen, 0.5) ?? 0);
  });
  return { sound, disturbed: all.length - sound.length };
}

function restlessness(pair: Pair): number {
  const { old, new: own } = pair;
  if (old.foreignCores === null || own.foreignCores === null) return 0;
  return Math.abs(own.foreignCores - old.foreignCores);
}
