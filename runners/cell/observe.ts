// Deno 2.2 has no global one.
import { setImmediate } from "node:timers";
import { quantile } from "../../shared/workloads/support/quantile.ts";
import { getDefaultExecutor } from "../mod.ts";
import type { CellRequest, CellSample, Metric } from "./cell-request.ts";
import { executors } from "./executors.ts";
import { LoopWatch } from "./loop-watch.ts";
import type { Subject } from "./measure.ts";
import { type OwnFigureName, ownFigures } from "./own-figures.ts";
import { peakRssMb } from "./peak-rss.ts";
import { type Stock, stopCounting, takeStock, takeStockOfThread } from "./take-stock.ts";

/** Before the long blocks of runs there are so many of a single run: they show what taking stock itself leaves in memory. */
const singles = 2;
/** What grows in one of them alone has grown once, as code does that the engine makes faster: that is no leak. */
const longBlocks = 2;
/** Fewer runs in the long blocks together do not tell by how much memory grows with each of them. */
const fewestRuns = 4;
/** Results of so many runs are kept until they are verified. */
const mostRuns = 1000;
/** For so long runs follow each other before the event loop gets a turn. */
const turnMs = 1;

/**
 * Goes on running the workload once its timed samples are there, and takes its figures beside the time: what runs take of memory, what
 * the garbage collectors do, and how late the event loop is. Each block of runs begins with a collected heap.
 *
 * @param runMs how long a run takes
 * @param blockEnded called after each block
 */
export async function observe(
  subject: Subject,
  request: CellRequest,
  observeMs: number,
  runMs: number,
  blockEnded: () => void,
): Promise<CellSample> {
  const threads = executors[request.executor]?.keepsThreads === true ? request.threads : 0;
  const isWhole = executors[request.executor]?.threaded !== true || threads > 0;
  const stockOfAll = stockTaker(threads);
  const watch = new LoopWatch();
  const bytes: (number | null)[] = [];
  const runs = runsOf(observeMs, runMs);
  // It finds what the timed samples have left, and runs code that has never run.
  if (runs > 1) await stockOfAll();
  bytes.push(bytesOf(await stockOfAll()));
  for (let single = 0; single < singles && runs > 1; single++) {
    await runBlock(subject, 1, runMs, watch);
    bytes.push(bytesOf(await stockOfAll()));
    blockEnded();
  }
  const blocks = runs > 1 ? longBlocks : 1;
  const perBlock = Math.floor(runs / blocks);
  const stocks: (readonly Stock[] | null)[] = [];
  for (let block = 0; block < blocks; block++) {
    await runBlock(subject, perBlock, runMs, watch);
    const stock = await stockOfAll();
    stocks.push(stock);
    bytes.push(bytesOf(stock));
    blockEnded();
  }
  return {
    kind: "sample",
    phase: "observed",
    // Timed are the samples before it.
    wallMs: runMs,
    cpuMs: null,
    peakRssMb: peakRssMb(),
    metrics: metricsOf({
      ...memoryFigures(bytes, perBlock),
      ...(isWhole && collectionFigures(stocks, blocks * perBlock)),
      loop_delay_p99_ms: quantile(Float64Array.from(watch.delays).sort(), 0.99),
    }),
  };
}

/** How many runs the long blocks have together: as many as there is time for; one, where there is none for the fewest that tell how memory grows. */
function runsOf(observeMs: number, runMs: number): number {
  const affordable = Math.floor(observeMs / runMs) - singles;
  return affordable < fewestRuns ? 1 : Math.min(mostRuns, affordable);
}

/** Runs, with turns of the event loop between them, and verifies what came out. */
async function runBlock(subject: Subject, runs: number, runMs: number, watch: LoopWatch): Promise<void> {
  const together = Math.max(1, Math.floor(turnMs / runMs));
  subject.prepare(runs);
  const results: unknown[] = [];
  watch.start();
  for (let run = 1; run <= runs; run++) {
    results.push(await subject.run());
    if (run % together === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  watch.stop();
  stopCounting();
  for (const result of results) await subject.verify(result);
  subject.takeMetrics();
}

/** Takes stock of the main thread, and of so many threads of the executor. Once these cannot be asked, it gives `null`. */
function stockTaker(threads: number): () => Promise<readonly Stock[] | null> {
  let isAnswered = true;
  return async () => {
    const stocks = isAnswered ? await stocksOfThreads(threads) : null;
    isAnswered = stocks !== null;
    return stocks && [await takeStock(), ...stocks];
  };
}

/** `null` where a thread is still busy, as with tasks that the workload does not wait for, or the executor gives one thread two of the tasks. */
async function stocksOfThreads(threads: number): Promise<readonly Stock[] | null> {
  const meeting = new Int32Array(new SharedArrayBuffer(4));
  const asked = Array.from({ length: threads }, () =>
    getDefaultExecutor().submit(takeStockOfThread, meeting, threads),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, longestAnswerMs, null);
  });
  try {
    const stocks = await Promise.race([Promise.all(asked), tooLong]);
    const known = (stocks ?? []).filter((stock) => stock !== null);
    return known.length === threads ? known : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    // Pools of others give plain promises.
    for (const future of asked) future.cancel?.();
  }
}

const longestAnswerMs = 5000;

function bytesOf(stocks: readonly Stock[] | null): number | null {
  return sumOf(stocks, ({ bytes }) => bytes);
}

/** Each long block left more in memory than the last single run: that much is from the runs which it had more. The block in which it is less counts. */
function memoryFigures(bytes: readonly (number | null)[], runs: number): Figures {
  const [end, first, single, start] = bytes.toReversed();
  if (end == null) return {};
  const memory = { memory_mb: end / 2 ** 20 };
  if (first == null || single == null || start == null || runs === 1) return memory;
  const growth = Math.min(end - first, first - single) - (single - start);
  return { ...memory, memory_growth_kb: growth / (runs - 1) / 2 ** 10 };
}

function collectionFigures(stocks: readonly (readonly Stock[] | null)[], runs: number): Figures {
  const all = stocks.includes(null) ? null : stocks.flatMap((each) => each ?? []);
  const ms = sumOf(all, ({ collections }) => collections?.ms ?? null);
  const count = sumOf(all, ({ collections }) => collections?.count ?? null);
  return ms === null || count === null ? {} : { gc_ms: ms / runs, gc_count: count / runs };
}

/** `null` where one of them cannot tell. */
function sumOf(stocks: readonly Stock[] | null, value: (stock: Stock) => number | null): number | null {
  const values = stocks?.map(value) ?? [null];
  return values.includes(null) ? null : values.reduce<number>((sum, each) => sum + (each ?? 0), 0);
}

type Figures = Partial<Record<OwnFigureName, number | undefined>>;

function metricsOf(values: Figures): Record<string, Metric> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, Metric][] =>
      value === undefined ? [] : [[name, { value, better: ownFigures[name as OwnFigureName].better }]],
    ),
  );
}
