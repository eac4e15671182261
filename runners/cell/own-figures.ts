import type { Metric } from "./cell-request.ts";

/** A figure beside the time that the suite takes of every workload. */
export interface OwnFigure {
  readonly better: Metric["better"];
  /** What it is, in one sentence. */
  readonly about: string;
  /** What it takes, said where a runtime or an executor cannot tell it. */
  readonly needs: string;
}

const collected = "Node, Bun, and Deno from 2.8 on can be told to collect";
const profiled =
  "Node, Deno from 2.8 on and Bun from 1.4 on tell it (v8.GCProfiler), and of threads that stay, not of processes or threads that end with their task";

/** Figures beside the time, by the names that no workload can use. */
export const ownFigures: Readonly<Record<OwnFigureName, OwnFigure>> = {
  memory_mb: {
    better: "lower",
    about: "MiB that stay in the JavaScript heaps of all threads, with buffers, after a forced collection",
    needs: collected,
  },
  memory_growth_kb: {
    better: "lower",
    about: "KiB by which that grows with each run",
    needs: collected,
  },
  peak_rss_mb: {
    better: "lower",
    about: "largest resident set of the whole process until its last timed sample, in MiB",
    needs: "the system or the runtime has to tell it",
  },
  gc_ms: {
    better: "lower",
    about: "time of a run in which the garbage collectors of all threads held up their thread, in ms",
    needs: profiled,
  },
  gc_count: {
    better: "lower",
    about: "collections in a run, in all threads",
    needs: profiled,
  },
  cpu_ms: {
    better: "lower",
    about: "CPU time of a run, of all threads, from the timed samples",
    needs: "Deno tells it from 2.1 on",
  },
  loop_delay_p99_ms: {
    better: "lower",
    about: "by how much the main thread is late for a timer of 1 ms: what 99 of 100 timers do not exceed",
    needs: "a timer",
  },
};

export type OwnFigureName =
  | "memory_mb"
  | "memory_growth_kb"
  | "peak_rss_mb"
  | "gc_ms"
  | "gc_count"
  | "cpu_ms"
  | "loop_delay_p99_ms";

/** Their names, in the order of the tables. */
export const ownFigureNames: readonly OwnFigureName[] = Object.keys(ownFigures) as OwnFigureName[];
