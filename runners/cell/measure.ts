import { performance } from "node:perf_hooks";
import process from "node:process";
import { measure as mitata } from "mitata";
import { currentRuntime } from "../current-runtime.ts";
import type { CellSample, Effort, FixedWork, Metric } from "./cell-request.ts";
import { peakRssMb } from "./peak-rss.ts";
import { profileBegins, profileEnds } from "./profile-marks.ts";

/** What is measured: `run`, of which `verify` sees each result afterwards, untimed and in their order. */
export interface Subject {
  /** Makes what the next so many runs need. Not timed. */
  prepare(runs: number): void;
  run(): unknown;
  verify(result: unknown): void | Promise<void>;
  /** What `metric` was given since the last call. */
  takeMetrics(): Record<string, Metric>;
}

/** A clock in milliseconds. The same function on every runtime, so that what it costs is the same too. */
const clock = (): number => performance.now();

/**
 * Times one call: the first one, with whatever it has to start.
 *
 * @param ran called when it has ended, before its result is verified
 */
export async function measureOnce(subject: Subject, ran?: () => void): Promise<CellSample> {
  return measureBatch(subject, "cold", 1, ran);
}

/** As much as it is told, and as much before that; what is a part of the profile stands between two marks in it. */
export async function* measureFixed(
  subject: Subject,
  { batches, runs }: FixedWork,
): AsyncGenerator<CellSample> {
  for (let batch = 0; batch < batches; batch++) yield measureBatch(subject, "warm-up", runs);
  profileBegins();
  for (let batch = 0; batch < batches; batch++) yield measureBatch(subject, "warm", runs);
  profileEnds();
}

async function measureBatch(
  subject: Subject,
  phase: CellSample["phase"],
  runs: number,
  ran?: () => void,
): Promise<CellSample> {
  const watch = new Watch();
  subject.prepare(runs);
  watch.start();
  const results = await runBatch(subject, runs);
  watch.stop();
  ran?.();
  for (const result of results) await subject.verify(result);
  await currentRuntime.written?.();
  return watch.sample(phase, runs, subject.takeMetrics());
}

/** Calls so many times, one after the other. The same function for all phases: so an engine optimises it before it counts. */
async function runBatch(subject: Subject, runs: number): Promise<unknown[]> {
  const results: unknown[] = [];
  for (let run = 0; run < runs; run++) results.push(await subject.run());
  return results;
}

/**
 * How many runs are timed together, as one sample of their mean: a single short one takes no longer than what disturbs it, such as
 * a cache that the code around it has emptied.
 */
function runsTogether(runMs: number): number {
  return runMs > 0 ? Math.max(1, Math.ceil(shortMs / runMs)) : mostTogether;
}

const shortMs = 1;
const mostTogether = 1000;

/**
 * Calls until the times go up and down instead of only down (four turns, as BenchmarkDotNet has it), at least six
 * times; or until `budgetMs` is spent, at least once. Short runs are called until it is spent: what makes an engine
 * optimise them is how often they ran, and their times turn long before that.
 */
export async function* warmUp(subject: Subject, budgetMs: number): AsyncGenerator<CellSample> {
  let leftMs = budgetMs;
  const times: number[] = [];
  do {
    const began = clock();
    const sample = await measureBatch(
      subject,
      "warm-up",
      times.length < 6 ? 1 : runsTogether(runTime(times)),
    );
    leftMs -= clock() - began;
    times.push(sample.wallMs);
    yield sample;
  } while (leftMs > 0 && (times.length < 6 || turns(times) < 4 || runTime(times) < shortMs));
}

/** The shortest of the last runs: a longer one was disturbed. */
export function runTime(times: readonly number[]): number {
  return Math.min(...times.slice(-6));
}

/** How often a series changes its direction. */
function turns(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => Math.sign(time - (times[index] ?? time)));
  return steps.filter((step, index) => index > 0 && step !== steps[index - 1]).length;
}

/**
 * The steady samples, taken by mitata. It keeps sorted durations only, and asks its clock right before and right
 * after each call; so the clock it is given keeps the samples in their order, with CPU time and memory.
 * Between two samples, untimed, the results are verified, what was printed goes out, the event loop gets a turn, `taken` is called with the sample, and
 * the next runs are prepared.
 *
 * @param warmMs how long the last warm-up samples took: of what is slow fewer samples are taken, and short runs are timed together
 */
export async function measureWarm(
  subject: Subject,
  effort: Effort,
  warmMs: readonly number[],
  taken: (sample: CellSample) => void,
): Promise<void> {
  const watch = new Watch();
  const runMs = runTime(warmMs);
  const runs = runsTogether(runMs);
  let results: readonly unknown[] = [];
  let timing = false;

  const settle = async (): Promise<void> => {
    for (const result of results) await subject.verify(result);
    results = [];
    await currentRuntime.written?.();
    const metrics = subject.takeMetrics();
    const sample = watch.stopped ? watch.sample("warm", runs, metrics) : undefined;
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (sample !== undefined) taken(sample);
    subject.prepare(runs);
  };
  const now = (): number => {
    timing = !timing;
    return timing ? watch.start() : watch.stop();
  };
  await mitata(
    function* () {
      yield {
        0: settle,
        // One parameter, because that is how mitata learns of `settle`; always a native promise, because it takes
        // the time of anything else as if it had ended at once.
        bench: async (_settled: unknown) => {
          // Before its loop, mitata calls once by another clock, only to see that this gives a promise.
          if (timing) results = await runBatch(subject, runs);
        },
      };
      // biome-ignore lint/suspicious/noExplicitAny: mitata's types know the plain form only
    } as any,
    {
      now: () => now() * 1e6,
      gc: false,
      min_samples: Math.max(1, Math.min(effort.minSamples, Math.ceil(slowMs / runMs))),
      max_samples: effort.maxSamples,
      min_cpu_time: effort.sampleMs * 1e6,
      batch_threshold: -1,
      warmup_samples: 0,
      samples_threshold: Number.POSITIVE_INFINITY,
    },
  );
  await settle();
}

/** Within this time, at the latest, `minSamples` of a slow workload end. */
const slowMs = 15_000;

/** Not so with Deno 2.0, which answers 0, and prints a warning each time. */
const knowsCpu = (process.cpuUsage?.().user ?? 0) > 0;

/** Wall time, CPU time and memory of one sample, which may be of several runs. */
class Watch {
  #cpu: NodeJS.CpuUsage | undefined;
  #start = 0;
  wallMs = 0;
  #cpuMs: number | null = null;
  stopped = false;

  start(): number {
    this.stopped = false;
    this.#cpu = knowsCpu ? process.cpuUsage() : undefined;
    this.#start = clock();
    return this.#start;
  }

  stop(): number {
    const end = clock();
    const used = this.#cpu && process.cpuUsage(this.#cpu);
    this.wallMs = end - this.#start;
    this.#cpuMs = used ? (used.user + used.system) / 1000 : null;
    this.stopped = true;
    return end;
  }

  sample(phase: CellSample["phase"], runs: number, metrics: Record<string, Metric>): CellSample {
    this.stopped = false;
    return {
      kind: "sample",
      phase,
      wallMs: this.wallMs / runs,
      cpuMs: this.#cpuMs === null ? null : this.#cpuMs / runs,
      peakRssMb: peakRssMb(),
      metrics,
    };
  }
}
