import type { Rng } from "pragmastat";
import { type Judging, judgeSeries } from "../judge-series.ts";
import type { Series } from "../series.ts";
import type { NamedComparison, Verdict } from "../verdict.ts";

/** How a simulated check of one cell ended. */
export interface SimulatedCheck {
  readonly verdict: Verdict;
  readonly pairs: number;
  readonly ratio: number;
}

/**
 * Checks a cell as `upgrade.mjs` does, with pairs that are drawn from those that were really measured while nothing had
 * changed: each with the sign of a coin, because either of its processes could have been the old one, and with the
 * slowdown added. Without a budget: all looks are taken.
 *
 * @param noise effects of the measured pairs: logarithms of ratios, less the slowdown that they were measured with
 */
export function simulateCheck(
  comparison: NamedComparison,
  noise: readonly number[],
  slowdown: number,
  judging: Judging,
  random: Rng,
): SimulatedCheck {
  const effects: number[] = [];
  for (let wanted = 0; ; ) {
    while (effects.length < wanted) {
      const drawn = noise[random.uniformInt(0, noise.length)] ?? 0;
      effects.push((random.uniformBool() ? drawn : -drawn) + Math.log1p(slowdown));
    }
    const { finding, isSame, row } = judgeSeries(comparison, seriesOf(effects), judging);
    if (finding.kind !== "searching" || isSame)
      return { verdict: row.verdict, pairs: effects.length, ratio: row.ratio?.value ?? 1 };
    wanted = finding.wants;
  }
}

function seriesOf(effects: readonly number[]): Series {
  return {
    metric: "wall_ms",
    better: "lower",
    baseline: effects.map(() => 1),
    cell: effects.map(Math.exp),
    effects: { values: effects, scaled: Math.log, ratio: Math.exp, effect: Math.log },
  };
}
