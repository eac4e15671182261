import { performance } from "node:perf_hooks";
import { Rng } from "pragmastat";
import { duration } from "../command-line/duration.ts";
import { StatusLine } from "../command-line/status-line.ts";
import type { UpgradeOptions } from "../commands/upgrade-options.ts";
import { verdictLine } from "../report/verdict-text.ts";
import { mean, median } from "../statistics/median.ts";
import { ForeignLoad } from "./foreign-load.ts";
import { launch } from "./launch.ts";
import { nextRound } from "./next-round.ts";
import { pairOrder } from "./pair-order.ts";
import type { Surroundings } from "./run-matrix.ts";
import { Turn, Turns } from "./turns.ts";
import type { Side, UpgradeCell } from "./upgrade-cell.ts";
import type { UpgradeRecord } from "./upgrade-record.ts";

/** What was flagged may be confirmed beyond the budget, by this part of it. */
const overtime = 2 / 5;
/** A process that takes so many times as long as its cell's others hangs. */
const hangs = 20;
/** But never less than this. */
const leastTimeoutMs = 10_000;
/** However often its processes fail or are disturbed, a cell gets no more pairs. */
const mostPairs = 1024;
/** How often, at most, `upgrade.csv` is written anew. */
const refreshMs = 2000;

type Options = Pick<UpgradeOptions, "seed" | "effort" | "timeoutMs" | "budgetMs">;

/**
 * Measures pair after pair, in rounds over the cells that are undecided, each round in a random order of its own, until
 * all are decided, the budget is spent, or `signal` aborts.
 */
export async function runUpgrade(
  record: UpgradeRecord,
  cells: readonly UpgradeCell[],
  options: Options,
  surroundings: Surroundings,
): Promise<void> {
  const line = new StatusLine(surroundings.stream);
  line.say(
    `${cells.length} ${cells.length === 1 ? "cell" : "cells"}; those that are decided appear here, all within about ${duration(options.budgetMs)}`,
  );
  const told = new Set<string>();
  let refreshed = 0;
  const tell = (): void => {
    for (const cell of cells) {
      const { rows, next } = record.judgement(cell);
      if (next !== "settled" || told.has(cell.id)) continue;
      told.add(cell.id);
      for (const row of rows) line.say(verdictLine(row));
    }
    if (performance.now() - refreshed < refreshMs) return;
    record.refresh();
    refreshed = performance.now();
  };

  for (let round = chooseRound(record, cells, options); round.length > 0; ) {
    for (const cell of new Rng(`${options.seed} round ${record.processes}`).shuffle(round)) {
      if (surroundings.signal.aborted) break;
      if (record.judgement(cell).next === "settled" || !isAffordable(record, cell, options)) continue;
      const left = duration(Math.max(0, options.budgetMs - record.spentMs));
      const decided = `${told.size} of ${cells.length} cells decided`;
      line.show(record.spentMs / options.budgetMs, `${decided}, at most ${left} left  ${cell.id}`);
      await runPair(record, cell, options, surroundings);
      tell();
    }
    round = surroundings.signal.aborted ? [] : chooseRound(record, cells, options);
  }
  line.clear();
}

/**
 * One process of each version. They take turns, several in a second, so that both have the same machine: what they measure
 * together differs far less than what they would measure one after the other.
 */
async function runPair(
  record: UpgradeRecord,
  cell: UpgradeCell,
  { seed, effort, timeoutMs }: Options,
  { signal, watchdog }: Surroundings,
): Promise<void> {
  const round = 1 + Math.max(0, ...record.processesOf(cell).map((process) => process.round));
  const order = pairOrder(seed, cell.id, round);
  const turns = new Turns();
  const givenUp = new AbortController();
  const measure = async (side: Side) => {
    const load = new ForeignLoad(turns.running);
    const turn = new Turn(turns, () => load.watch());
    const result = await launch(cell[side], {
      padding: order.padding[side],
      effort,
      // The old side by nothing, but in the same way: what the putting in does by itself is not a difference.
      slowdown: side === "new" ? cell.slowdown : cell.slowdown && 0,
      timeoutMs: Math.min(timeoutMs, hangTimeout(record, cell)),
      turn,
      signal: AbortSignal.any([signal, givenUp.signal]),
      watchdog,
    });
    return { side, result, tookMs: turn.tookMs, foreignCores: load.cores(turn.tookMs) };
  };
  const measuring = order.sides.map(measure);
  // If one cannot even be started, as on a full disk, the other one is not left behind.
  for (const one of measuring) one.catch(() => givenUp.abort());
  await Promise.allSettled(measuring);
  const both = await Promise.all(measuring);
  const results = both.flatMap(({ result, ...own }) =>
    result.status === "interrupted" ? [] : { ...own, result },
  );
  if (results.length < both.length) return;
  for (const own of results) record.add({ ...own, cell: cell.id, round, process: record.processes + 1 });
}

/** The cells of the next round, as long as there is time for any of them. */
function chooseRound(record: UpgradeRecord, cells: readonly UpgradeCell[], options: Options): UpgradeCell[] {
  const candidates = cells.map((cell) => {
    const pairs = record.processesOf(cell).length / 2;
    const { next, missing } = record.judgement(cell);
    return {
      cell,
      missing,
      next: pairs >= mostPairs ? ("settled" as const) : next,
      pairs: Math.floor(pairs),
      pairMs: pairMs(record, cell),
    };
  });
  const affordable = candidates.filter(({ cell }) => isAffordable(record, cell, options));
  const { budgetMs } = options;
  return nextRound(affordable, {
    any: budgetMs - record.spentMs,
    confirming: (1 + overtime) * budgetMs - record.spentMs,
  });
}

function isAffordable(record: UpgradeRecord, cell: UpgradeCell, { budgetMs }: Options): boolean {
  const share = record.judgement(cell).next === "confirm" ? 1 + overtime : 1;
  return record.spentMs + (pairMs(record, cell) ?? 0) <= share * budgetMs;
}

/** How long a pair of this cell takes, from those until now, and from when on one is taken to hang. */
function pairMs(record: UpgradeRecord, cell: UpgradeCell): number | undefined {
  const longest = hangTimeout(record, cell);
  const one = mean(record.processesOf(cell).map(({ tookMs }) => Math.min(tookMs, longest)));
  return one === undefined ? undefined : 2 * one;
}

/** What takes far longer than the processes that ended well is taken to hang. */
function hangTimeout(record: UpgradeRecord, cell: UpgradeCell): number {
  const ended = record.processesOf(cell).filter(({ result }) => result.status === "ok");
  const typical = median(ended.map(({ tookMs }) => tookMs));
  return typical === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(leastTimeoutMs, 1000 * Math.ceil((hangs * typical) / 1000));
}
