import type { Contender } from "../bouts/contender.ts";
import type { Need, Standing } from "../bouts/next-bouts.ts";
import type { Comparison, Group } from "../bouts/plan.ts";
import { isMeasured, type ProcessRecord } from "../bouts/process-record.ts";
import type { RunFolder } from "../bouts/run-folder.ts";
import { amongUnequal, designFor } from "../statistics/sequential-test.ts";
import { type ComparisonJudgement, judgeComparison } from "./judge-comparison.ts";
import type { Judging } from "./judge-series.ts";
import type { Threshold } from "./threshold.ts";
import type { VerdictRow } from "./verdict.ts";

/** The judgements of a run as it stands; each is worked out anew only when its sides have new processes. */
export class Judgements {
  readonly #folder: RunFolder;
  readonly #strictness: readonly Comparison[];
  readonly #rivals: ReadonlyMap<string, readonly Comparison[]>;
  readonly #threshold: Threshold;
  readonly #known = new Map<
    string,
    { readonly processes: number; readonly judgement: ComparisonJudgement }
  >();
  #isOver = false;
  #judging: { readonly processes: number; readonly series: number; readonly judging: Judging } | undefined;

  /** @param strictness the comparisons of which a false alarm in any one is bounded: the more, the stricter is each */
  constructor(folder: RunFolder, strictness: readonly Comparison[], threshold: Threshold) {
    this.#folder = folder;
    this.#strictness = strictness;
    this.#rivals = Map.groupBy(
      strictness.filter(({ question }) => question === "runtime"),
      rivalry,
    );
    this.#threshold = threshold;
  }

  /** How each comparison is judged. */
  get judging(): Judging {
    const processes = this.#folder.processes.length;
    if (this.#judging?.processes === processes) return this.#judging.judging;
    const series = this.#strictness.reduce((sum, comparison) => sum + this.#seriesOf(comparison), 0);
    const known = this.#judging?.series === series ? this.#judging.judging : undefined;
    // Each is judged anew where there is more to be strict about.
    if (known === undefined) this.#known.clear();
    const judging = known ?? { design: designFor(series), threshold: this.#threshold, isOver: this.#isOver };
    this.#judging = { processes, series, judging };
    return judging;
  }

  /** No more bouts are to come: what is open is looked at once more. */
  conclude(): void {
    this.#isOver = true;
    this.#judging = undefined;
    this.#known.clear();
  }

  /** As many bouts as its first look takes: the more series there are, the later it is. */
  get fewestBouts(): number {
    return this.judging.design[0]?.pairs ?? 1;
  }

  /** The time is one series, its slowest quarter another where it has a say, and each figure that the workload reports one more. */
  #seriesOf({ question, cell }: Comparison): number {
    const [first] = this.#folder.processesOf(cell).filter(isMeasured);
    const metrics = Object.keys(first?.result.samples.at(-1)?.metrics ?? {}).length;
    return (question === "release" ? 2 : 1) + metrics;
  }

  of(comparison: Comparison): ComparisonJudgement {
    const rivals = this.#rivals.get(rivalry(comparison)) ?? [];
    const areUnequal = !this.#differ(comparison) && rivals.some((each) => this.#differ(each));
    return this.#judge(comparison, areUnequal ? contendersOf(rivals) : 2);
  }

  /** Whether the times of two contenders are known to differ, from their own comparison. */
  #differ(comparison: Comparison): boolean {
    const [time] = this.#judge(comparison, 2).rows;
    return time?.verdict === "slower" || time?.verdict === "faster";
  }

  /** @param contenders how many there are that are known not to be equal; 2: nothing is known of these two */
  #judge(comparison: Comparison, contenders: number): ComparisonJudgement {
    const sides = {
      baseline: this.#processesOf(comparison, comparison.baseline),
      cell: this.#processesOf(comparison, comparison.cell),
    };
    const processes = sides.baseline.length + sides.cell.length;
    const { judging } = this;
    const key = `${comparison.id} among ${contenders}`;
    const known = this.#known.get(key);
    if (known?.processes === processes) return known.judgement;
    const timeDesign = amongUnequal(judging.design, contenders);
    const judgement = judgeComparison(comparison, sides, { ...judging, timeDesign });
    this.#known.set(key, { processes, judgement });
    return judgement;
  }

  /** Those of the comparison's bouts; and where one failure is enough, what failed in the bouts of another group. */
  #processesOf({ question, group }: Comparison, contender: Contender): readonly ProcessRecord[] {
    const processes = this.#folder.processesOf(contender, group);
    if (question === "release") return processes;
    const elsewhere = this.#folder.processesOf(contender).filter((each) => each.group !== group);
    const failed = elsewhere.filter((process) => !isMeasured(process));
    return failed.length === 0 ? processes : [...processes, ...failed];
  }

  rows(comparisons: readonly Comparison[]): VerdictRow[] {
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
    return alive.filter(
      (each) =>
        this.#folder.processesOf(each, group.id).length === 0 ||
        open.some(({ baseline, cell }) => baseline === each || cell === each),
    );
  }
}

/** Comparisons of runtimes that have this in common are of the same contenders with each other. */
function rivalry({ question, group, name: { executor, threads } }: Comparison): string {
  return `${question} ${group} ${executor}-${threads}`;
}

function contendersOf(comparisons: readonly Comparison[]): number {
  return new Set(comparisons.flatMap(({ baseline, cell }) => [baseline, cell])).size;
}

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
