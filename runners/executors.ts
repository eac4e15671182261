import type { Executor } from "../shared/executor.ts";
import { InlineExecutor, ThreadPerTaskExecutor, ThreadPoolExecutor } from "./mod.ts";

/** An executor as the matrix measures it. */
export interface MatrixExecutor {
  /** Whether it has threads; one that has none is measured once, not for each number of them. */
  readonly threaded: boolean;
  create(threads: number): Executor;
}

/** What `--executor` can name. */
export const executors: Readonly<Record<string, MatrixExecutor>> = {
  inline: { threaded: false, create: () => new InlineExecutor() },
  pool: { threaded: true, create: (threads) => new ThreadPoolExecutor({ maxWorkers: threads }) },
  "per-task": { threaded: true, create: (threads) => new ThreadPerTaskExecutor({ maxWorkers: threads }) },
};
