import type { Contender, KnownCell } from "../bouts/contender.ts";
import type { Need, Standing } from "../bouts/next-bouts.ts";
import type { Group, KnownComparison } from "../bouts/plan.ts";
import { isMeasured, type ProcessRecord } from "../bouts/process-record.ts";
import type { RunFolder } from "../bouts/run-folder.ts";
import { type Design, designFor } from "../statistics/sequential-test.ts";
import { besideShare, misrateOf, possibleFalseAlarms, type TestedSeries } from "./false-alarms.ts";
import { besideSeries, isObserved } from "./figures-beside.ts";
import { type ComparisonJudgement, judgeComparison, slowestQuarter } from "./judge-comparison.ts";
import type { Judging } from "./judge-series.ts";
import type { Threshold } from "./threshold.ts";
import type { VerdictRow } from "./verdict.ts";

/** What has been measured, as much of it as is judged. */
type Measured = Pick<RunFolder, "processes" | "processesOf">;

/** The judgements of a run as it stands; each is worked out anew only when its sides have new processes. */
export class Judgements {
  readonly #folder: Measured;
  readonly #strictness: readonly KnownComparison[];
  readonly #threshold: Threshold;
  readonly #known = new Map<
    KnownComparison,
    { readonly processes: number; readonly judgement: ComparisonJudgement }
  >();
  readonly #metrics = new Map<KnownCell, { readonly seen: number; readonly names: Set<string> }>();
  #isOver = false;
  #isExact = false;
  /** After how many processes `#series` and `#possible` were worked out. */
  #counted: number | undefined;
  /** How many series the run has. */
  #series: Counts = { time: 0, beside: 0 };
  /** In how many series there can still be a false alarm. */
  #possible: Counts = { time: 0, beside: 0 };

  /** @param strictness the comparisons of which a false alarm in any one is bounded: the more, the stricter is each */
  constructor(folder: Measured, strictness: readonly KnownComparison[], threshold: Threshold) {
    this.#folder = folder;
    this.#strictness = strictness;
    this.#threshold = threshold;
  }

  /** How the comparison is judged. */
  judging(comparison: KnownComparison): Judging {
    this.#count();
    return this.#judging(comparison);
  }

  /**
   * No more bouts are to come for now: what is judged from here on follows from the processes alone.
   *
   * @param isOver whether none are to come ever: then what is open is looked at once more
   */
  conclude(isOver: boolean): void {
    this.#isOver = isOver;
    this.#isExact = true;
    this.#counted = undefined;
    this.#setPossible(this.#series);
  }

  /** Whether no more bouts are to come for now. */
  get isConcluded(): boolean {
    return this.#isExact;
  }

  /** As many bouts as the first look takes: the more series there are, the later it is. */
  get fewestBouts(): number {
    return Math.max(1, ...this.#strictness.map((each) => this.judging(each).design[0]?.pairs ?? 1));
  }

  of(comparison: KnownComparison): ComparisonJudgement {
    this.#count();
    return this.#judge(comparison);
  }

  /**
   * Counts in how many series there can be a false alarm. What is found leaves more to the others, and so more may be found. While the
   * run goes on, that waits until it is worth judging all of them anew.
   */
  #count(): void {
    if (this.#counted === this.#folder.processes.length) return;
    this.#counted = this.#folder.processes.length;
    const series = countsOf((kind) =>
      this.#strictness.reduce((sum, each) => sum + this.#figuresOf(each, kind).length, 0),
    );
    if (kinds.some((kind) => series[kind] !== this.#series[kind])) {
      this.#series = series;
      this.#setPossible(series);
    }
    for (;;) {
      const possible = countsOf((kind) =>
        possibleFalseAlarms(this.#strictness.flatMap((each) => this.#tested(each, kind))),
      );
      const worthwhile = this.#isExact ? 1 : fewerBy;
      if (kinds.every((kind) => possible[kind] >= worthwhile * this.#possible[kind])) return;
      this.#setPossible(possible);
    }
  }

  #setPossible(possible: Counts): void {
    this.#possible = possible;
    this.#known.clear();
  }

  #tested(comparison: KnownComparison, kind: Kind): TestedSeries[] {
    const { found } = this.#judge(comparison);
    const { question, baseline, cell, id } = comparison;
    return this.#figuresOf(comparison, kind).map((figure) => ({
      family: `${figure} of ${question === "runtime" ? rivalry(comparison) : id}`,
      between: [baseline.id, cell.id],
      isFound: found.includes(figure),
    }));
  }

  /**
   * The time is one series, its slowest quarter another where it has a say, and each figure that the workload reports one more. Those beside the
   * time are counted by themselves.
   */
  #figuresOf({ question, baseline, cell }: KnownComparison, kind: Kind): readonly string[] {
    if (kind === "beside") return this.#isObserved(baseline) && this.#isObserved(cell) ? besideSeries : [];
    const metrics = [baseline, cell].flatMap((side) => [...this.#metricsOf(side)]);
    return ["wall_ms", ...(question === "release" ? [slowestQuarter] : []), ...new Set(metrics)];
  }

  /** The figures that the contender has reported. Looks at new processes only: it is asked for in each bout, again and again. */
  #metricsOf(contender: KnownCell): ReadonlySet<string> {
    const processes = this.#folder.processesOf(contender);
    const { seen = 0, names = new Set<string>() } = this.#metrics.get(contender) ?? {};
    for (const { result } of processes.slice(seen).filter(isMeasured)) {
      const last = result.samples.findLast(({ phase }) => phase === "warm");
      for (const name of Object.keys(last?.metrics ?? {})) names.add(name);
    }
    this.#metrics.set(contender, { seen: processes.length, names });
    return names;
  }

  #isObserved(contender: KnownCell): boolean {
    return this.#folder.processesOf(contender).some((each) => isMeasured(each) && isObserved(each));
  }

  #judging(comparison: KnownComparison): Judging {
    const isAny = this.#series.beside > 0;
    const design = this.#design(comparison, "time", isAny ? 1 - besideShare : 1);
    const judging = { design, threshold: this.#threshold, isOver: this.#isOver };
    return isAny ? { ...judging, beside: this.#design(comparison, "beside", besideShare) } : judging;
  }

  #design(comparison: KnownComparison, kind: Kind, share: number): Design {
    const figures = Math.max(1, this.#figuresOf(comparison, kind).length);
    return designFor(
      misrateOf(figures, this.#possible[kind], share),
      misrateOf(figures, this.#series[kind], share),
    );
  }

  #judge(comparison: KnownComparison): ComparisonJudgement {
    const sides = {
      baseline: this.#processesOf(comparison, comparison.baseline),
      cell: this.#processesOf(comparison, comparison.cell),
    };
    const processes = sides.baseline.length + sides.cell.length;
    const known = this.#known.get(comparison);
    if (known?.processes === processes) return known.judgement;
    const judgement = judgeComparison(comparison, sides, this.#judging(comparison));
    this.#known.set(comparison, { processes, judgement });
    return judgement;
  }

  /** Those of the comparison's bouts; and where one failure is enough, what failed in the bouts of another group. */
  #processesOf({ question, group }: KnownComparison, contender: KnownCell): readonly ProcessRecord[] {
    const processes = this.#folder.processesOf(contender, group);
    if (question === "release") return processes;
    const elsewhere = this.#folder.processesOf(contender).filter((each) => each.group !== group);
    const failed = elsewhere.filter((process) => !isMeasured(process));
    return failed.length === 0 ? processes : [...processes, ...failed];
  }

  rows(comparisons: readonly KnownComparison[]): VerdictRow[] {
    return comparisons.flatMap((comparison) => this.of(comparison).rows);
  }

  /** How a group stands: as that of its comparisons which needs most. */
  standing(group: Group): Standing {
    const { comparisons } = group;
    if (comparisons.length === 0) {
      // Nobody to compare with: enough processes for an interval.
      const counts = this.alive(group).map((each) => this.#folder.processesOf(each).length);
      return {
        need: counts.some((count) => count < processesForInterval) ? "decide" : "settled",
        missing: 0,
      };
    }
    const all = comparisons.map((comparison) => this.of(comparison));
    const need = needs.find((each) => all.some((judgement) => judgement.need === each)) ?? "settled";
    const waiting = all.flatMap((judgement) => (judgement.need === "confirm" ? judgement.missing : []));
    return { need, missing: waiting.length === 0 ? 0 : Math.min(...waiting) };
  }

  /** The contenders that can still be measured. */
  alive(group: Group): readonly Contender[] {
    return group.contenders.filter((each) => !isOut(group, each, this.#folder.processesOf(each)));
  }

  /** Those of them whose comparisons more bouts would help; all of them before the first bout. */
  wanted(group: Group): readonly Contender[] {
    const alive = this.alive(group);
    if (group.comparisons.length === 0) return alive;
    const open = group.comparisons.filter((comparison) => this.of(comparison).need !== "settled");
    const undecided = open.filter((comparison) => ["confirm", "decide"].includes(this.of(comparison).need));
    // What is known, though coarsely, waits for what is not.
    const next = undecided.length > 0 ? undecided : open;
    return alive.filter(
      (each) =>
        this.#folder.processesOf(each, group.id).length === 0 ||
        next.some(({ baseline, cell }) => baseline === each || cell === each),
    );
  }
}

/** Comparisons of runtimes that have this in common are of the same contenders with each other. */
function rivalry({ group, name: { executor, threads } }: KnownComparison): string {
  return `${group} ${executor}-${threads}`;
}

/** The figures beside the time share a probability of a false alarm of their own. */
type Kind = "time" | "beside";

const kinds: readonly Kind[] = ["time", "beside"];

type Counts = Readonly<Record<Kind, number>>;

function countsOf(count: (kind: Kind) => number): Counts {
  return { time: count("time"), beside: count("beside") };
}

/** While a run goes on, all is judged anew only when the possible false alarms are down to this part of what they were. */
const fewerBy = 0.75;

const needs: readonly Need[] = ["confirm", "decide", "refine", "metrics"];

/** The fewest processes that give the median of a cell an interval of 95 %. */
const processesForInterval = 6;

/** Between releases failures have to recur; else, and where nothing is compared, a contender that failed once is out. */
function isOut({ comparisons }: Group, contender: Contender, processes: readonly ProcessRecord[]): boolean {
  const recur = comparisons.some(
    ({ question, baseline, cell }) =>
      question === "release" && (baseline === contender || cell === contender),
  );
  return !recur && processes.some(({ result }) => result.status !== "ok");
}
