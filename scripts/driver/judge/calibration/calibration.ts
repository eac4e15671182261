import { setImmediate } from "node:timers/promises";
import { Rng } from "pragmastat";
import type { Comparison } from "../../bouts/plan.ts";
import { shareInterval } from "../../statistics/clopper-pearson.ts";
import { type Interval, median } from "../../statistics/median.ts";
import type { Judging } from "../judge-series.ts";
import { type CheckedCell, slowdownOf, tookMs } from "./checked-cell.ts";
import { pairErrors } from "./estimate-error.ts";
import { simulateCheck } from "./simulate-check.ts";

/** How checks of one kind came out: a row of `calibration.csv`. */
export interface CalibrationRow {
  /** The cell, or all of one executor. */
  readonly cell: string;
  readonly executor: string;
  /** `measured`: processes were run for each check. `resampled`: each was drawn from the pairs that had been measured. */
  readonly how: "measured" | "resampled";
  /** Share by which the new side was slowed down; 0 is A/A. */
  readonly slowdown: number;
  readonly checks: number;
  readonly slower: number;
  readonly faster: number;
  readonly same: number;
  readonly inconclusive: number;
  /** Of A/A the false alarms, else what was found. */
  readonly share: number;
  /** 95 %, Clopper-Pearson. */
  readonly interval: Interval;
  /** Median over the checks. */
  readonly ratio: number | undefined;
  readonly pairs: number | undefined;
  readonly seconds: number | undefined;
}

interface Check {
  readonly cell: string;
  readonly executor: string;
  readonly slowdown: number;
  readonly verdict: string;
  readonly ratio: number | undefined;
  readonly pairs: number;
  readonly seconds: number;
}

/** What was measured, kind by kind and for each executor. */
export function measuredRows(checked: readonly CheckedCell[]): CalibrationRow[] {
  const checks = checked.flatMap((each): Check[] => {
    const { comparison, kind, row } = each;
    if (row === undefined) return [];
    const { verdict, pairs, ratio } = row;
    const { executor } = comparison.name;
    const [slowdown, seconds] = [slowdownOf(each), tookMs(each) / 1000];
    return [{ cell: kind, executor, slowdown, verdict, pairs, ratio: ratio?.value, seconds }];
  });
  return rowsOf(checks, "measured");
}

/**
 * What many more checks would have come to, drawn from the pairs that were measured. It takes minutes; none if
 * `signal` aborts meanwhile.
 */
export async function resampledRows(
  checked: readonly CheckedCell[],
  slowdowns: readonly number[],
  simulation: Simulation,
  signal: AbortSignal,
): Promise<CalibrationRow[]> {
  const checks: Check[] = [];
  for (const same of Map.groupBy(checked, ({ kind }) => kind).values()) {
    const noise = same.flatMap(pairErrors);
    if (noise.length < 10) continue;
    for (const slowdown of slowdowns) {
      for await (const check of drawChecks(same, noise, slowdown, simulation)) {
        if (signal.aborted) return [];
        checks.push(check);
      }
    }
  }
  return rowsOf(checks, "resampled");
}

/** How many checks are drawn where nothing was put in, a tenth of it where something was; how they are judged; from which seed. */
interface Simulation {
  readonly checks: number;
  readonly judging: (comparison: Comparison) => Judging;
  readonly seed: number;
}

async function* drawChecks(
  same: readonly CheckedCell[],
  noise: readonly number[],
  slowdown: number,
  { checks, judging, seed }: Simulation,
): AsyncGenerator<Check> {
  const [first] = same;
  if (first === undefined) return;
  const { comparison, kind } = first;
  const all = same.flatMap(({ processes: { baseline, cell } }) => [...baseline, ...cell]);
  const pairSeconds = (2 * (median(all.map(({ tookMs }) => tookMs)) ?? 0)) / 1000;
  const judged = judging(comparison);
  const random = new Rng(`${seed} ${kind} ${slowdown}`);
  // False alarms are rare: it takes more checks to count them.
  const count = slowdown === 0 ? checks : Math.ceil(checks / 10);
  for (let drawn = 0; drawn < count; drawn++) {
    // So that Ctrl-C is heard.
    if (drawn % 20 === 0) await setImmediate();
    const check = simulateCheck(comparison, noise, slowdown, judged, random);
    yield {
      ...check,
      cell: kind,
      executor: comparison.name.executor,
      slowdown,
      seconds: check.pairs * pairSeconds,
    };
  }
}

function rowsOf(checks: readonly Check[], how: CalibrationRow["how"]): CalibrationRow[] {
  const grouped = (name: (check: Check) => string): CalibrationRow[] =>
    [...Map.groupBy(checks, (check) => `${name(check)} ${check.slowdown}`).values()].flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : rowOf(same, name(first), first, how);
    });
  return [...grouped(({ cell }) => cell), ...grouped(({ executor }) => `all ${executor}`)];
}

function rowOf(
  checks: readonly Check[],
  cell: string,
  { executor, slowdown }: Check,
  how: CalibrationRow["how"],
): CalibrationRow {
  const count = (verdict: string): number => checks.filter((check) => check.verdict === verdict).length;
  const hits = slowdown === 0 ? count("slower") + count("faster") : count("slower");
  return {
    cell,
    executor,
    how,
    slowdown,
    checks: checks.length,
    slower: count("slower"),
    faster: count("faster"),
    same: count("same"),
    inconclusive: count("inconclusive"),
    share: hits / checks.length,
    interval: shareInterval(hits, checks.length),
    ratio: median(checks.flatMap(({ ratio }) => ratio ?? [])),
    pairs: median(checks.map(({ pairs }) => pairs)),
    seconds: median(checks.map(({ seconds }) => seconds)),
  };
}
