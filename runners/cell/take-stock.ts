import process from "node:process";
import v8 from "node:v8";
import { type Task, task } from "../../shared/task.ts";
import { collectGarbage } from "../platform/collect-garbage.ts";

/** What one thread has in memory, and what its garbage collector has done since it was asked before. */
export interface Stock {
  /** What stays after a forced collection, in bytes: the heap, and the buffers outside of it; `null` is "cannot be told". */
  readonly bytes: number | null;
  /** `null` is "cannot be told". */
  readonly collections: Collections | null;
}

interface Collections {
  readonly count: number;
  readonly ms: number;
}

/**
 * Takes stock of the thread that this runs on. The collection that it forces is not counted; from the first call on, the runtime notes each
 * other one.
 */
export async function takeStock(): Promise<Stock> {
  stopCounting();
  const collections = counted ?? null;
  const bytes = (await settled()) ? await bytesInUse() : null;
  counted = undefined;
  profiler = newProfiler();
  profiler?.start();
  return { bytes, collections };
}

/**
 * Collects what nothing refers to. What the last run had in its hands is let go of by the next turn of the event loop, and handles of the runtime,
 * such as those of streams, by one that comes after a collection.
 */
async function settled(): Promise<boolean> {
  let isCollected = false;
  for (let time = 0; time < 2; time++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    isCollected = collect();
  }
  return isCollected;
}

/** What happens in this thread from here on, until it takes stock, does not count. */
export function stopCounting(): void {
  if (profiler === undefined) return;
  const { statistics } = profiler.stop();
  profiler = undefined;
  counted = { count: statistics.length, ms: costOf(statistics) / (costsInMs ?? 1e3) };
}

let profiler: GCProfiler | undefined;
let counted: Collections | undefined;
/** How many of a profiler's units of cost a millisecond has: a thousand in Node and Bun, a million in Deno. */
let costsInMs: number | undefined;

/**
 * Takes stock of one of so many threads. It waits until all of them are here, so that each gets one.
 *
 * @param meeting how many have come; it can be used once
 * @returns `null` where some do not come, because one thread has got two of these tasks
 */
export const takeStockOfThread: Task<
  [meeting: Int32Array<SharedArrayBuffer>, threads: number],
  Promise<Stock | null>
> = task(import.meta.url, async function takeStockOfThread(meeting, threads) {
  Atomics.add(meeting, 0, 1);
  Atomics.notify(meeting, 0);
  for (let here = Atomics.load(meeting, 0); here < threads; here = Atomics.load(meeting, 0)) {
    if (Atomics.wait(meeting, 0, here, longestWaitMs) === "timed-out") return null;
  }
  return takeStock();
});

/** A thread that has to be started takes a tenth of that. */
const longestWaitMs = 2000;

/** `heapSize` of Bun has the buffers in it; its `process.memoryUsage` was not exact for long. */
async function bytesInUse(): Promise<number> {
  if (!("bun" in process.versions)) {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  }
  const engine = "bun:jsc";
  const { heapSize } = (await import(engine)) as { heapSize(): number };
  return heapSize();
}

/** Forces a collection, the first time to learn what a profiler counts in. */
function collect(): boolean {
  const first = costsInMs === undefined ? newProfiler() : undefined;
  first?.start();
  const began = performance.now();
  const isCollected = collectGarbage();
  const elapsedMs = performance.now() - began;
  const cost = costOf(first?.stop().statistics ?? []);
  if (first !== undefined) costsInMs = cost / 1e3 > 10 * elapsedMs ? 1e6 : 1e3;
  return isCollected;
}

type GCProfiler = InstanceType<typeof v8.GCProfiler>;

/** `undefined` where the runtime has none. */
function newProfiler(): GCProfiler | undefined {
  const { GCProfiler } = v8 as Partial<Pick<typeof v8, "GCProfiler">>;
  return GCProfiler && new GCProfiler();
}

function costOf(statistics: readonly { readonly cost: number }[]): number {
  return statistics.reduce((sum, { cost }) => sum + cost, 0);
}
