import { performance } from "node:perf_hooks";
import { Rng } from "pragmastat";
import type { Effort } from "../../../runners/cell/cell-request.ts";
import { mean, median } from "../statistics/median.ts";
import { runBout, type Surroundings } from "./bout.ts";
import type { Contender } from "./contender.ts";
import type { Extent } from "./extent.ts";
import { type Candidate, nextBouts, type Standing } from "./next-bouts.ts";
import type { Group } from "./plan.ts";
import type { RunFolder } from "./run-folder.ts";
import type { Shares } from "./shards/balance.ts";
import { countIn } from "./shards/part.ts";

export interface MeasureOptions {
  readonly seed: number;
  readonly effort: Effort;
  readonly timeoutMs: number;
  readonly extent: Extent;
  /** Which part of the bouts of each group is measured here, where `extent` says how many there are; all of them unless said. */
  readonly shares?: Shares | undefined;
  /** In so many bouts of each group, figures beside the time are taken; in all of them where it is left out. */
  readonly observedBouts?: number;
  /** So much had been measured before the budget began: not part of it. */
  readonly spentBeforeMs?: number | undefined;
}

/** What the measuring asks of whoever judges, and tells to whoever reports. */
export interface Judge {
  standing(group: Group): Standing;
  /** The contenders that can still be measured. */
  alive(group: Group): readonly Contender[];
  /** Those of them whose comparisons more bouts would help; all of them before the first bout. */
  wanted(group: Group): readonly Contender[];
  /** The fewest bouts that can say anything. */
  readonly fewestBouts: number;
  /** A bout is about to start. */
  begins(group: Group, progress: Progress): void;
  /** A bout has ended, and is in the folder. */
  ended(group: Group): Promise<void>;
}

/** How far a run is. */
interface Progress {
  /** From 0 to 1. */
  readonly share: number;
  /** At most so long, in milliseconds. */
  readonly leftMs: number;
}

/** A process that takes so many times as long as its contender's others hangs, */
const hangs = 20;
/** but not before this. */
const leastTimeoutMs = 10_000;
/** A contender none of whose processes has ended, while so many have hung, is taken to hang always. */
const hangsAlways = 2;
/** However often its processes fail or are disturbed, a group gets no more bouts. */
const mostBouts = 1024;

/**
 * Measures bout after bout, in rounds over the groups that more bouts would help, each round in a random order, until all
 * is decided, the budget is spent, or `signal` aborts.
 *
 * @param groups may grow whenever a bout has ended
 */
export async function measurePlan(
  groups: readonly Group[],
  folder: RunFolder,
  judge: Judge,
  options: MeasureOptions,
  surroundings: Surroundings,
): Promise<void> {
  const measuring = new Measuring(groups, folder, judge, options);
  for (let round = measuring.choose(); round.length > 0; round = measuring.choose()) {
    for (const group of new Rng(`${options.seed} round ${folder.processes.length}`).shuffle(round)) {
      if (surroundings.signal.aborted) return;
      await measuring.bout(group, surroundings);
    }
  }
}

class Measuring {
  readonly #groups: readonly Group[];
  readonly #folder: RunFolder;
  readonly #judge: Judge;
  readonly #options: MeasureOptions;
  readonly #began = performance.now();
  /** What earlier sessions have spent. */
  readonly #spentMs: number;

  constructor(groups: readonly Group[], folder: RunFolder, judge: Judge, options: MeasureOptions) {
    this.#groups = groups;
    this.#folder = folder;
    this.#judge = judge;
    this.#options = options;
    this.#spentMs = folder.spentMs - (options.spentBeforeMs ?? 0);
  }

  /** The groups of the next round, as long as there is time for any of them. */
  choose(): Group[] {
    const { extent } = this.#options;
    if (extent.kind === "rounds") {
      const lacking = this.#groups.filter((group) => this.#wanted(group).length > 0);
      const fewest = Math.min(...lacking.map((group) => this.#bouts(group)));
      return lacking.filter((group) => this.#bouts(group) === fewest);
    }
    const candidates = this.#groups.map((group): Candidate<Group> => {
      const bouts = this.#bouts(group);
      const standing = this.#judge.standing(group);
      const need = bouts >= mostBouts || this.#wanted(group).length === 0 ? "settled" : standing.need;
      return { ...standing, need, group, bouts, boutMs: this.#boutMs(group) };
    });
    const affordable = candidates.filter((candidate) => this.#isAffordable(candidate));
    return nextBouts(affordable, this.#left(extent), this.#judge.fewestBouts);
  }

  /** Measures a bout of the group, unless it has become superfluous, or too dear, since it was chosen. */
  async bout(group: Group, surroundings: Surroundings): Promise<void> {
    const wanted = this.#wanted(group);
    const { need } = this.#judge.standing(group);
    const { extent, seed } = this.#options;
    if (wanted.length === 0) return;
    if (extent.kind === "budget" && (need === "settled" || !this.#isAffordable({ group, need }))) return;
    this.#judge.begins(group, this.#progress());
    const results = await runBout(
      group.id,
      1 + this.#lastRound(group),
      wanted,
      { seed, effort: this.#effort(group), timeoutMs: (contender) => this.#timeoutMs(contender) },
      surroundings,
    );
    this.#folder.add(results);
    await this.#judge.ended(group);
  }

  /** Figures beside the time are not taken for ever: that is time which the others need. */
  #effort(group: Group): Effort {
    const { effort, observedBouts = Number.POSITIVE_INFINITY } = this.#options;
    if (this.#bouts(group) < observedBouts) return effort;
    const { observeMs: _, ...timed } = effort;
    return timed;
  }

  /** Those that take part in the next bout. */
  #wanted(group: Group): readonly Contender[] {
    const { extent } = this.#options;
    if (extent.kind === "budget") return this.#judge.wanted(group);
    const alive = this.#judge.alive(group);
    const rounds = this.#rounds(group, extent.rounds);
    return alive.filter((each) => this.#folder.processesOf(each, group.id).length < rounds);
  }

  /** How many of the bouts of a group are measured here. */
  #rounds({ id }: Group, all: number): number {
    const share = this.#options.shares?.get(id);
    return share === undefined ? all : countIn(share, all);
  }

  /** How many bouts the group has had. */
  #bouts({ id, contenders }: Group): number {
    return Math.max(0, ...contenders.map((each) => this.#folder.processesOf(each, id).length));
  }

  /** Of all bouts of the same work, also as those of another group. */
  #lastRound({ work }: Group): number {
    const contenders = this.#groups.flatMap((group) => (group.work === work ? group.contenders : []));
    return Math.max(0, ...contenders.map((each) => this.#folder.processesOf(each).at(-1)?.round ?? 0));
  }

  #progress(): Progress {
    const { extent } = this.#options;
    if (extent.kind === "budget") {
      const left = this.#left(extent).any;
      return { share: 1 - left / extent.budgetMs, leftMs: Math.max(0, left) };
    }
    const typical = mean(this.#groups.flatMap((group) => this.#boutMs(group) ?? [])) ?? 0;
    const leftMs = this.#groups.reduce((sum, group) => {
      const bouts = Math.max(0, this.#rounds(group, extent.rounds) - this.#bouts(group));
      return sum + bouts * (this.#boutMs(group) ?? typical);
    }, 0);
    const spentMs = this.#spent();
    return { share: spentMs === 0 ? 0 : spentMs / (spentMs + leftMs), leftMs };
  }

  #left({ budgetMs, overtime }: Extract<Extent, { kind: "budget" }>): { any: number; confirming: number } {
    const any = budgetMs - this.#spent();
    return { any, confirming: any + overtime * budgetMs };
  }

  #spent(): number {
    return this.#spentMs + performance.now() - this.#began;
  }

  #isAffordable({ group, need }: Pick<Candidate<Group>, "group" | "need">): boolean {
    const { extent } = this.#options;
    if (extent.kind === "rounds") return true;
    const left = this.#left(extent);
    return (this.#boutMs(group) ?? 0) <= (need === "confirm" ? left.confirming : left.any);
  }

  /** How long a bout of those that are wanted takes, from those until now; `undefined` before the first. */
  #boutMs(group: Group): number | undefined {
    const costs = this.#wanted(group).map((contender) => this.#processMs(contender));
    const known = mean(costs.flatMap((cost) => cost ?? []));
    return known && known * costs.length;
  }

  #processMs(contender: Contender): number | undefined {
    const longest = this.#timeoutMs(contender);
    return mean(this.#folder.processesOf(contender).map(({ tookMs }) => Math.min(tookMs, longest)));
  }

  /** What takes far longer than the processes that ended well is taken to hang. */
  #timeoutMs(contender: Contender): number {
    const processes = this.#folder.processesOf(contender);
    const ended = processes.filter(({ result }) => result.status === "ok");
    const hung = processes.filter(({ result }) => result.status === "timeout");
    const typical = median(ended.map(({ tookMs }) => tookMs));
    const unknown = hung.length < hangsAlways ? Number.POSITIVE_INFINITY : 0;
    const longest = typical === undefined ? unknown : hangs * typical;
    const { extent } = this.#options;
    const left = extent.kind === "budget" ? this.#left(extent).confirming : Number.POSITIVE_INFINITY;
    return Math.min(
      this.#options.timeoutMs,
      // What hangs does not outlast the budget.
      Math.max(leastTimeoutMs, left),
      Math.max(leastTimeoutMs, 1000 * Math.ceil(longest / 1000)),
    );
  }
}
