/**
 * What the driver asks of `run-cell.ts`, as one JSON argument: one cell of the matrix, measured in one process.
 */
export interface CellRequest {
  /** Path of the workload's module. */
  readonly workload: string;
  /** A row of `executors.ts`. */
  readonly executor: string;
  readonly threads: number;
  /** The workload's default where it is left out. */
  readonly tasks?: number;
  /** The workload's default where it is left out. */
  readonly size?: number;
  readonly effort: Effort;
  /** Share of its own time that every run is made to take longer; only a calibration asks for it. */
  readonly slowdown?: number;
  /** File to append the report to, created if need be; standard output where it is left out. */
  readonly report?: string;
}

/** How much one process measures. Recorded with each run, because it is part of the method. */
export interface Effort {
  /** Warm-up ends when the times have stopped drifting, or after this many milliseconds; of runs below a millisecond always after these. */
  readonly warmUpMs: number;
  /** At least so many warm samples; fewer of a run that takes seconds. */
  readonly minSamples: number;
  /** At most so many warm samples. */
  readonly maxSamples: number;
  /** Between the two, samples are taken for this many milliseconds. */
  readonly sampleMs: number;
  /**
   * When it is ready for the cold run, after it, and after so many milliseconds each, it hands over to the processes that it is
   * compared with, and waits for its next turn. Never where it is left out.
   */
  readonly turnMs?: number;
  /** Behind the timed samples, it goes on for about so many milliseconds to take figures beside the time; not where it is left out. */
  readonly observeMs?: number;
  /** For a profile: so many runs, in batches that are timed together, and as many before them that warm it up, instead of all that. */
  readonly fixed?: FixedWork;
}

/** Always the same work, however long it takes. */
export interface FixedWork {
  readonly batches: number;
  /** In each batch. */
  readonly runs: number;
}

/**
 * One line of the report. A process that measures its cell writes `started`, the samples, and `done`; one that
 * cannot ends with `failed` or `unsupported`; one that dies leaves whatever it had written.
 */
export type CellReport =
  | Started
  | { readonly kind: "step" /** What it is busy with from here on. */; readonly name: string }
  | CellSample
  | {
      readonly kind: "done" /** Hash of the result; `null` when results differ from run to run, or cannot be hashed. */;
      readonly checksum: string | null;
    }
  | { readonly kind: "failed"; readonly error: string }
  | { readonly kind: "unsupported"; readonly reason: string };

interface Started {
  readonly kind: "started";
  /** As the process itself knows it, such as `26.10.0`. */
  readonly version: string;
  /** Engine and its version, such as `V8 14.6.202.34-node.34`. */
  readonly engine: string;
}

/** One timed call of the workload's `run`, or, of calls that take less than a millisecond, the mean of several. */
export interface CellSample {
  readonly kind: "sample";
  /** `cold`: a new executor and its first group. `warm-up`: until it is steady. `warm`: steady. `observed`: behind them, for figures beside the time. */
  readonly phase: "cold" | "warm-up" | "warm" | "observed";
  readonly wallMs: number;
  /** User and system time of the whole process, all its threads. */
  readonly cpuMs: number | null;
  /** Largest resident set of the process up to here, in MiB. */
  readonly peakRssMb: number | null;
  /** What the workload reported with `metric` during this sample, or the last run of it; of the observed one, our own figures. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

export interface Metric {
  readonly value: number;
  readonly better: "lower" | "higher";
}
