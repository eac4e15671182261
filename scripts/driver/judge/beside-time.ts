import type { JudgedRow } from "./verdict.ts";

/** The slowest quarter of the runs is worth reporting by itself from here on. */
export const leastSlowestQuarterChange = 0.03;

/**
 * The time's row, with what its slowest samples say: where only they have changed, so has the verdict.
 *
 * @param isPromising whether they may have, and more pairs have yet to show it
 */
export function withSlowestQuarter(row: JudgedRow, tail: JudgedRow, isPromising = false): JudgedRow {
  const slowestQuarter = tail.ratio;
  if (isPromising && row.verdict === "same" && slowestQuarter !== undefined) {
    const note = `the slowest quarter of the runs may have changed (ratio ${slowestQuarter.value.toFixed(3)}), which is not certain yet; the usual time is the same`;
    return { ...row, slowestQuarter, verdict: "inconclusive", notes: [...row.notes, note] };
  }
  const moved = tail.verdict === "slower" || tail.verdict === "faster";
  if (!moved || row.verdict === tail.verdict || slowestQuarter === undefined)
    return { ...row, slowestQuarter };
  const note = `the slowest quarter of the runs is ${tail.verdict} (ratio ${slowestQuarter.value.toFixed(3)}), the usual time ${row.verdict}`;
  // What is better in some runs only does not decide what the others leave open.
  const hasSay = tail.verdict === "slower" ? row.verdict !== "slower" : row.verdict === "same";
  if (!hasSay) return { ...row, slowestQuarter, notes: [...row.notes, note] };
  const { verdict, threshold } = tail;
  return { ...row, slowestQuarter, verdict, threshold, notes: [...row.notes, note] };
}

/** The time's row, with a word on CPU time where only that has changed, or is steady enough to tell. */
export function withCpu(row: JudgedRow, { verdict, ratio }: JudgedRow): JudgedRow {
  const moved = verdict === "slower" || verdict === "faster";
  if (!moved || verdict === row.verdict || ratio === undefined) return { ...row, cpu: ratio };
  const note = `uses ${verdict === "slower" ? "more" : "less"} CPU time (ratio ${ratio.value.toFixed(3)})`;
  return { ...row, cpu: ratio, notes: [...row.notes, note] };
}
