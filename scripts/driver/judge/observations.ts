import { type KnownComparison, type Side, sides } from "../bouts/plan.ts";
import type { MeasuredProcess } from "../bouts/process-record.ts";
import { counted } from "../command-line/counted.ts";
import { mean, median } from "../statistics/median.ts";
import { SignedRank } from "../statistics/signed-rank.ts";
import type { Pair, Pairs } from "./pair.ts";
import { warmSamples } from "./series.ts";

/** What else a person should know of a cell: a sentence for each thing that is out of the ordinary. */
export function observe({ words }: KnownComparison, { sound, disturbed }: Pairs): string[] {
  return [
    ...sides.flatMap((side) => drift(side, words[side], sound)),
    ...results(sound),
    ...memory(sound),
    ...(disturbed > 0
      ? [`${counted(disturbed, "pair")} left out: other programs were busy in the turns of one side`]
      : []),
  ];
}

/** Whether the times still go up or down when they should be steady, as those of a leak do. */
function drift(side: Side, word: string, pairs: readonly Pair[]): string[] {
  const steps = pairs.flatMap((pair) => {
    const times = warmSamples(pair[side]).map(({ wallMs }) => wallMs);
    const half = times.length >> 1;
    const [first, second] = [median(times.slice(0, half)), median(times.slice(-half))];
    return half < 2 || first === undefined || second === undefined ? [] : Math.log(second / first);
  });
  const ranks = new SignedRank(steps);
  const percent = 100 * Math.expm1(ranks.centre ?? 0);
  if (ranks.p > 0.01 || Math.abs(percent) < 2) return [];
  const direction = percent > 0 ? "slower" : "faster";
  return [`${word} is not steady: the later warm samples are ${Math.abs(percent).toFixed(0)} % ${direction}`];
}

/** Whether each side has one result for all its processes, and the two differ. */
function results(pairs: readonly Pair[]): string[] {
  const [all, others] = sides.map((side) => new Set(pairs.map((pair) => pair[side].result.checksum)));
  const [before] = all ?? [];
  const [after] = others ?? [];
  if (all?.size !== 1 || others?.size !== 1 || !before || !after || before === after) return [];
  return [`the results differ: ${before} and ${after}`];
}

/** Whether one side needs far more memory than the other, in every pair. */
function memory(pairs: readonly Pair[]): string[] {
  const [before = [], after = []] = sides.map((side) => pairs.flatMap((pair) => peakRssMb(pair[side]) ?? []));
  if (Math.min(before.length, after.length) < pairs.length || pairs.length < 8) return [];
  const ratios = after.map((value, index) => value / (before[index] ?? value));
  const clear = ratios.every((ratio) => ratio > 1.2) || ratios.every((ratio) => ratio < 1 / 1.2);
  if (!clear) return [];
  return [`peak memory ${mean(before)?.toFixed(0)} MiB → ${mean(after)?.toFixed(0)} MiB`];
}

function peakRssMb({ result }: MeasuredProcess): number | undefined {
  const peaks = result.samples.flatMap(({ phase, peakRssMb }) =>
    phase === "observed" ? [] : (peakRssMb ?? []),
  );
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}
