import type { Executor } from "../../shared/executor.ts";
import { InlineExecutor, ThreadPerTaskExecutor, ThreadPoolExecutor } from "../mod.ts";

/** An executor as the matrix measures it. */
export interface MatrixExecutor {
  /** Whether it has threads; one that has none is measured once, not for each number of them. */
  readonly threaded: boolean;
  /** Whether its threads stay, and can be asked one by one what they have in memory: they are threads of this process, and go on to the next task. */
  readonly keepsThreads?: true;
  /** Runtimes that it does not run on: why, and in which version of it that was seen. */
  readonly unsupported?: Readonly<Record<string, string>>;
  /** Makes one. What comes from a package is loaded by this call, so that no other process has it in memory. */
  create(threads: number): Executor | Promise<Executor>;
}

/**
 * What `--executor` can name: ours; `raw` and `processes`, the limits of what any pool can do that posts messages, and of
 * long tasks; and, under the names of their packages, the pools of others, set up as ours is: up to so many threads, which
 * are then kept.
 */
export const executors: Readonly<Record<string, MatrixExecutor>> = {
  inline: { threaded: false, create: () => new InlineExecutor() },
  pool: {
    threaded: true,
    keepsThreads: true,
    create: (threads) => new ThreadPoolExecutor({ maxWorkers: threads }),
  },
  "per-task": { threaded: true, create: (threads) => new ThreadPerTaskExecutor({ maxWorkers: threads }) },
  raw: {
    threaded: true,
    keepsThreads: true,
    create: async (threads) => (await import("../peers/raw.ts")).rawExecutor(threads),
  },
  processes: {
    threaded: true,
    create: async (threads) => (await import("../peers/processes.ts")).processesExecutor(threads),
  },
  piscina: {
    threaded: true,
    keepsThreads: true,
    create: async (threads) => (await import("../peers/piscina.ts")).piscinaExecutor(threads),
  },
  tinypool: {
    threaded: true,
    keepsThreads: true,
    create: async (threads) => (await import("../peers/tinypool.ts")).tinypoolExecutor(threads),
  },
  workerpool: {
    threaded: true,
    keepsThreads: true,
    create: async (threads) => (await import("../peers/workerpool.ts")).workerpoolExecutor(threads),
  },
  poolifier: {
    threaded: true,
    keepsThreads: true,
    create: async (threads) => (await import("../peers/poolifier.ts")).poolifierExecutor(threads),
  },
  "poolifier-web-worker": {
    threaded: true,
    keepsThreads: true,
    unsupported: { node: "it needs Web Workers, which Node has not" },
    create: async (threads) =>
      (await import("../peers/poolifier-web-worker.ts")).poolifierWebWorkerExecutor(threads),
  },
};
