import type { Executor } from "../shared/executor.ts";
import type { Workload, WorkloadParams } from "../shared/workload.ts";
import type { CellRequest, Metric } from "./cell-request.ts";
import { checksum } from "./checksum.ts";
import { currentRuntime } from "./current-runtime.ts";
import { executors } from "./executors.ts";
import type { Subject } from "./measure.ts";
import { setDefaultExecutor, UnsupportedError } from "./mod.ts";
import { readMetric } from "./read-metric.ts";

/**
 * A workload with its parameters and its state, and the executor under measurement as the default one.
 *
 * The executor is made by the first `run`: starting it is part of what the cold sample shows, and so is loading it, if
 * it comes from a package.
 */
export class CellSubject implements Subject {
  readonly #workload: Workload;
  readonly #params: WorkloadParams;
  readonly #makeExecutor: () => Executor | Promise<Executor>;
  #executor: Executor | undefined;
  /** Those that the workload asked for during this run. */
  #fresh: Executor[] = [];
  #state: unknown;
  #isSetUp = false;
  #metrics: Record<string, Metric> = {};
  #checksums = new Set<string>();
  #results = 0;
  #hashMs = 0;

  constructor(workload: Workload, request: CellRequest, signal: AbortSignal) {
    const executor = executors[request.executor];
    if (executor === undefined) throw new RangeError(`No executor "${request.executor}"`);
    const reason = executor.unsupported?.[currentRuntime.name];
    if (reason !== undefined) throw new UnsupportedError(`${request.executor}: ${reason}`);
    this.#workload = workload;
    this.#makeExecutor = () => executor.create(request.threads);
    this.#params = {
      tasks: request.tasks ?? workload.defaults.tasks,
      size: request.size ?? workload.defaults.size,
      threads: request.threads,
      signal,
      metric: (name, value, options) => {
        this.#metrics[name] = readMetric(name, value, options);
      },
      freshExecutor: async () => {
        const fresh = await this.#makeExecutor();
        this.#fresh.push(fresh);
        return fresh;
      },
    };
  }

  /**
   * Hash of the result, the same for equal results on any runtime; `null` when results of this process differ. Of results
   * that take long to hash only the first, second, fourth, eighth … are looked at.
   */
  get checksum(): string | null {
    const [first] = this.#checksums;
    return this.#checksums.size === 1 && first !== undefined ? first : null;
  }

  async setUp(): Promise<void> {
    this.#state = await this.#workload.setup?.(this.#params);
    this.#isSetUp = true;
  }

  run(): unknown {
    if (this.#executor !== undefined) return this.#workload.run(this.#params, this.#state);
    const made = this.#makeExecutor();
    return made instanceof Promise ? made.then((executor) => this.#runOn(executor)) : this.#runOn(made);
  }

  async verify(result: unknown): Promise<void> {
    for (const fresh of this.#fresh.splice(0)) await fresh.shutdown();
    await this.#workload.check?.(result as never, this.#params);
    this.#results += 1;
    if (this.#checksums.size > 1) return;
    if (this.#hashMs > longHashMs && !isPowerOf2(this.#results)) return;
    const start = performance.now();
    this.#checksums.add(checksum(result));
    this.#hashMs = performance.now() - start;
  }

  takeMetrics(): Record<string, Metric> {
    const metrics = this.#metrics;
    this.#metrics = {};
    return metrics;
  }

  async tearDown(): Promise<void> {
    await this.release();
    await this.#executor?.shutdown({ cancelFutures: true });
  }

  /** Releases what the workload's set-up made, once; without waiting for threads. */
  async release(): Promise<void> {
    if (!this.#isSetUp) return;
    this.#isSetUp = false;
    await this.#workload.teardown?.(this.#state as never);
  }

  #runOn(executor: Executor): unknown {
    this.#executor = executor;
    setDefaultExecutor(executor);
    return this.#workload.run(this.#params, this.#state);
  }
}

/** As long as hashing takes no longer, all results are hashed. */
const longHashMs = 5;

const isPowerOf2 = (count: number): boolean => (count & (count - 1)) === 0;
