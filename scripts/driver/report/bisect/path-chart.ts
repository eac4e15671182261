import type { Chart } from "../charts/chart.ts";
import { forestChart } from "../charts/forest-chart.ts";
import { percent } from "../digits.ts";
import type { Run } from "../read-run.ts";
import { subjectOf } from "./answer.ts";
import { type ReleaseRow, releaseConfidence } from "./release-rows.ts";

/** The ratio of each release that a search has measured, along the path. Two alone say no more than their rows in the table. */
export function pathCharts({ bisect }: Run, question: string): Chart[] {
  const [old] = bisect;
  const rows = bisect.filter((row) => row === old || row.ratio !== undefined);
  if (old === undefined || rows.length < 3) return [];
  return [
    forestChart(rows.map(asComparison), {
      question,
      title: `${subjectOf(old)} along the path of releases`,
      about: `Ratio to ${old.release}, with ${percent(releaseConfidence)} intervals.`,
      measured: `${rows.length} releases`,
    }),
  ];
}

/** The first release is 1, as all others are divided by it. */
function asComparison(row: ReleaseRow, place: number): Parameters<typeof forestChart>[0][number] {
  const { release, verdict, ratio, bouts = 0, note } = row;
  return {
    ...{ question: "release", cell: release, baseline: "", metric: "wall_ms", verdict, bouts, note },
    ...{ figures: { baseline: undefined, cell: undefined }, confidence: releaseConfidence },
    ...{ threshold: undefined, noiseFloor: undefined },
    ratio: place === 0 ? { value: 1, interval: undefined } : ratio,
  };
}
