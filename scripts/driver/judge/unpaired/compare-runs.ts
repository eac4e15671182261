import { formatCell } from "../../bouts/contender.ts";
import { effectsOf } from "../../statistics/effect.ts";
import { median } from "../../statistics/median.ts";
import { noiseOfSide } from "../../statistics/noise-floor.ts";
import { RankSum } from "../../statistics/rank-sum.ts";
import { leastSlowestQuarterChange, withCpu, withSlowestQuarter } from "../beside-time.ts";
import { estimateOf } from "../estimate-of.ts";
import { confidenceOf } from "../judge-series.ts";
import { modesOfSides } from "../modes.ts";
import { changeFor, effectsOfChange, isSameWithin, relevantChange, type Threshold } from "../threshold.ts";
import type { JudgedRow, NamedComparison, VerdictRow } from "../verdict.ts";
import { type MatchedCell, matchCells } from "./match-cells.ts";
import type { MeasuredRun } from "./measured-run.ts";

/** The probability of a false alarm in each figure of each cell; all of them together share `familyMisrate`. */
const strictest = 0.001;
const familyMisrate = 0.01;
/** A cell whose processes have two levels can seem far apart by chance; not more than one in so many cells is like that. */
const mostLevels = 10;

/**
 * Compares two finished runs with the verdicts of an upgrade check, as far as their data allow: their processes make no
 * pairs, and nothing can be confirmed, so what a single look finds at a far stricter level has to do, or, since ranks alone
 * can show nothing with few processes, a gap that cannot be overlooked.
 *
 * @param remark what is noted with every row
 */
export function compareRuns(
  before: MeasuredRun,
  after: MeasuredRun,
  threshold: Threshold,
  remark?: string,
): ComparedRuns {
  const { matched: all, onlyOld, onlyNew } = matchCells(before, after);
  const matched = all.filter(({ old, new: own }) => !(old.isUnsupported && own.isUnsupported));
  const figures = matched.flatMap((match) => [...commonMetrics(match), "slowest quarter"]);
  const level = Math.min(strictest, familyMisrate / Math.max(1, figures.length));
  const higher = new Set([...before.higherIsBetter, ...after.higherIsBetter]);
  const remarks = remark === undefined ? [] : [remark];
  const rows = matched.flatMap((match): VerdictRow[] => {
    const failed = failureRow(match);
    const rows = failed ? [failed] : figureRows(match, { threshold, level, higher });
    return rows.map((row) => ({ ...row, notes: [...row.notes, ...remarks] }));
  });
  return {
    rows,
    onlyOld: onlyOld.map(({ cell }) => formatCell(cell)),
    onlyNew: onlyNew.map(({ cell }) => formatCell(cell)),
  };
}

/** What came of comparing two runs. */
export interface ComparedRuns {
  readonly rows: readonly VerdictRow[];
  /** The names of the cells that could not be compared, because one run alone has them. */
  readonly onlyOld: readonly string[];
  readonly onlyNew: readonly string[];
}

interface Judging {
  readonly threshold: Threshold;
  readonly level: number;
  readonly higher: ReadonlySet<string>;
}

function commonMetrics({ old, new: own }: MatchedCell): string[] {
  return [...old.values.keys()].filter((metric) => own.values.has(metric));
}

function figureRows(match: MatchedCell, judging: Judging): JudgedRow[] {
  const { old, new: own } = match;
  return commonMetrics(match).map((metric) => {
    const row = judgeFigure(match, metric, old.values.get(metric), own.values.get(metric), judging);
    if (metric !== "wall_ms") return row;
    const cpu = judgeFigure(match, "cpu_ms", old.cpu, own.cpu, judging);
    const tail = judgeFigure(match, metric, old.slowestQuarter, own.slowestQuarter, judging, {
      least: leastSlowestQuarterChange,
    });
    const { verdict, threshold } = row;
    // Without a say: at another time, other programs alone make the slowest runs slower.
    return { ...withCpu(withSlowestQuarter(row, tail), cpu), verdict, threshold };
  });
}

/** Judges one figure by its values, one for each process. */
function judgeFigure(
  match: MatchedCell,
  metric: string,
  old: readonly number[] = [],
  own: readonly number[] = [],
  { threshold, level, higher }: Judging,
  { least }: { readonly least?: number } = {},
): JudgedRow {
  // All values on one scale: logarithms where they can be, as with pairs.
  const reference = median([...old, ...own]) ?? 1;
  const effects = effectsOf([...old, ...own].map((value) => [reference, value]));
  const ranks = new RankSum(effects.values.slice(0, old.length), effects.values.slice(old.length));
  const [shift, interval] = [ranks.shift, ranks.interval(1 - confidenceOf({ question: "release" }))];
  const leastReported = relevantChange(threshold, least);
  const relevant = effectsOfChange(leastReported, effects);
  const change = changeFor(threshold, interval);
  const better = higher.has(metric) ? "higher" : "lower";
  const isClear = ranks.p <= level || (ranks.isFarApart && ranks.least <= mostLevels * level);
  const found = shift !== undefined && isClear && (shift <= relevant.low || shift >= relevant.high);
  const isSame = isSameWithin(interval, change, threshold, effects);
  const modes = modesOfSides({ baseline: old, cell: own });
  const worse = shift !== undefined && shift > 0 === (better === "lower");
  return {
    comparison: nameOf(match),
    metric,
    better,
    verdict: found ? (worse ? "slower" : "faster") : isSame ? "same" : "inconclusive",
    threshold: found ? leastReported : change,
    figures: { baseline: median(old), cell: median(own) },
    slowestQuarter: undefined,
    cpu: undefined,
    pairs: Math.min(old.length, own.length),
    ratio: estimateOf(effects, shift, interval),
    noiseFloor: noiseOfSide(old.map(effects.scaled)),
    modes,
    notes: [
      ...(found || isSame || ranks.least <= level
        ? []
        : [
            `${old.length} and ${own.length} processes are too few to tell a small change from chance; measure more of them`,
          ]),
    ],
  };
}

function failureRow(match: MatchedCell): VerdictRow | undefined {
  const { old, new: own } = match;
  if (old.failure === undefined && own.failure === undefined) return undefined;
  const verdict = own.failure === undefined ? "fixed" : old.failure === undefined ? "broke" : "failed";
  const note = own.failure ?? old.failure ?? "";
  return { comparison: nameOf(match), metric: "wall_ms", better: "lower", verdict, notes: [note] };
}

function nameOf({ old, new: own }: MatchedCell): NamedComparison {
  const { runtime, ...name } = old.cell;
  const shown = runtime === own.cell.runtime ? runtime : `${runtime}→${own.cell.runtime}`;
  return {
    id: formatCell({ ...name, runtime: shown }),
    question: "release",
    name,
    words: { baseline: "old", cell: "new" },
  };
}
