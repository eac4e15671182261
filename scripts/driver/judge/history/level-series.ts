import type { Group } from "../../bouts/plan.ts";
import type { ProcessRecord } from "../../bouts/process-record.ts";
import { type Effects, effectsOf } from "../../statistics/effect.ts";
import { pairsOf } from "../pair.ts";
import { metricSeries, type Series, timeSeries } from "../series.ts";

/** One figure of a cell over the releases of a history. */
export interface LevelSeries {
  /** `wall_ms`, or the name given to `metric()`. */
  readonly metric: string;
  readonly better: "lower" | "higher";
  /** By places: the effect of each bout in which the release met the reference, all on one scale; none where it has no figure. */
  readonly blocks: readonly (readonly number[])[];
  readonly scale: Pick<Effects, "effect" | "ratio">;
}

/** The figures that the bouts of one group have measured. */
export type GroupFigures = readonly Series[];

/** The time, and what the workload reports, in the bouts of a release with the reference. */
export function groupFigures(
  { id, contenders }: Group,
  processesOf: (cell: { readonly id: string }, group: string) => readonly ProcessRecord[],
): GroupFigures {
  const [baseline, cell] = contenders;
  if (baseline === undefined || cell === undefined) return [];
  const { sound } = pairsOf({ baseline: processesOf(baseline, id), cell: processesOf(cell, id) });
  return sound.length === 0 ? [] : [timeSeries(sound), ...metricSeries(sound)];
}

/** Each figure over the releases, from the figures of each of them. */
export function levelSeries(releases: readonly GroupFigures[]): LevelSeries[] {
  const metrics = new Map(releases.flat().map(({ metric, better }) => [metric, better]));
  return [...metrics].map(([metric, better]) => {
    const pairs = releases.map((figures) => {
      const series = figures.find((each) => each.metric === metric);
      return series?.baseline.map((before, bout) => [before, series.cell[bout] ?? before] as const) ?? [];
    });
    const effects = effectsOf(pairs.flat());
    const ends = pairs.map((_, place) => pairs.slice(0, place + 1).flat().length);
    const blocks = pairs.map(({ length }, place) => {
      const end = ends[place] ?? 0;
      return effects.values.slice(end - length, end);
    });
    return { metric, better, blocks, scale: effects };
  });
}
