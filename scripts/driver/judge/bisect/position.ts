import type { ProcessRecord } from "../../bouts/process-record.ts";
import { designFor, examine } from "../../statistics/sequential-test.ts";
import { SignedRank } from "../../statistics/signed-rank.ts";
import { figureSeries } from "../figures-beside.ts";
import { type Pair, pairsOf } from "../pair.ts";
import { metricSeries, type Series, slowestQuarterSeries, timeSeries } from "../series.ts";
import type { Shift } from "./change.ts";

/** The processes of a release and of both ends, which have met. */
export interface Trio {
  readonly old: readonly ProcessRecord[];
  readonly middle: readonly ProcessRecord[];
  readonly new: readonly ProcessRecord[];
}

/**
 * So probable is a false alarm in one of the three series that say where a release is. That is not strict, and need not be: only what is at a level of its own can
 * be misplaced, and the last two releases are confirmed at the strict level of all verdicts.
 */
const design = designFor(0.01);

/**
 * To which end a release is nearer: -1 is the old end, 1 the new one, 0 not known yet. It is known as soon as the release is found to be apart from one end by the
 * change, and not from the other one, which it is nearer to. If it is apart from both, or from none, then by how far its figure is from the middle between theirs, bout by
 * bout. All that goes by the looks of every series.
 */
export function positionOf({ old, middle, new: own }: Trio, change: Shift, metric: string): -1 | 0 | 1 {
  const [fromOld, toNew] = [
    pairsOf({ baseline: old, cell: middle }).sound,
    pairsOf({ baseline: middle, cell: own }).sound,
  ];
  const common = new Set(fromOld.map(({ round }) => round)).intersection(
    new Set(toNew.map(({ round }) => round)),
  );
  const [before, after] = [fromOld, toNew].map((pairs) =>
    seriesOf(
      pairs.filter(({ round }) => common.has(round)),
      change,
      metric,
    ),
  );
  if (before === undefined || after === undefined) return 0;
  if (before.cell.length !== common.size || after.cell.length !== common.size) return 0;
  const all = [...before.baseline, ...before.cell, ...after.cell];
  const scaled = all.every((value) => value > 0) ? Math.log : (value: number): number => value;
  const steps = ({ baseline, cell }: Series): number[] =>
    cell.map((value, bout) => scaled(value) - scaled(baseline[bout] ?? value));
  const [since, until] = [steps(before), steps(after)];
  const distances = since.map((step, bout) => (step - (until[bout] ?? step)) / 2);
  const centre = (new SignedRank(distances).centre ?? 0) * change.direction;
  const [isApartFromOld, isApartFromNew] = [since, until].map(
    (effects) => directionOf(effects) === change.direction,
  );
  if (isApartFromOld && !isApartFromNew && centre > 0) return 1;
  if (isApartFromNew && !isApartFromOld && centre < 0) return -1;
  const direction = directionOf(distances);
  return direction === 0 ? 0 : direction === change.direction ? 1 : -1;
}

/** In which direction a series is found to differ from nothing. */
function directionOf(effects: readonly number[]): -1 | 0 | 1 {
  const finding = examine(effects, { low: 0, high: 0 }, design);
  return finding.kind === "found" ? finding.direction : 0;
}

function seriesOf(pairs: readonly Pair[], { of }: Shift, metric: string): Series | undefined {
  if (of === "slowestQuarter") return slowestQuarterSeries(pairs);
  const beside = figureSeries(pairs).map(({ series }) => series);
  return [timeSeries(pairs), ...metricSeries(pairs), ...beside].find((series) => series.metric === metric);
}
