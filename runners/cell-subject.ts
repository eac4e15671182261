import type { Executor } from "../shared/executor.ts";
import type { Workload, WorkloadParams } from "../shared/workload.ts";
import type { CellRequest, Metric } from "./cell-request.ts";
import { checksum } from "./checksum.ts";
import { executors } from "./executors.ts";
import type { Subject } from "./measure.ts";
import { checkMetric } from "./metric-name.ts";
import { setDefaultExecutor } from "./mod.ts";

/**
 * A workload with its parameters and its state, and the executor under measurement as the default one.
 *
 * The executor is made by the first `run`: starting it is part of what the cold sample shows.
 */
export class CellSubject implements Subject {
  readonly #workload: Workload;
  readonly #params: WorkloadParams;
  readonly #makeExecutor: () => Executor;
  #executor: Executor | undefined;
  #state: unknown;
  #isSetUp = false;
  #metrics: Record<string, Metric> = {};
  #checksums = new Set<string>();

  constructor(workload: Workload, request: CellRequest, signal: AbortSignal) {
    const executor = executors[request.executor];
    if (executor === undefined) throw new RangeError(`No executor "${request.executor}"`);
    this.#workload = workload;
    this.#makeExecutor = () => executor.create(request.threads);
    this.#params = {
      tasks: request.tasks ?? workload.defaults.tasks,
      size: request.size ?? workload.defaults.size,
      threads: request.threads,
      signal,
      metric: (name, value, { better = "lower" } = {}) => {
        checkMetric(name, value);
        this.#metrics[name] = { value, better };
      },
    };
  }

  /** Hash of the result, the same for equal results on any runtime; `null` when results of this process differ. */
  get checksum(): string | null {
    const [first] = this.#checksums;
    return this.#checksums.size === 1 && first !== undefined ? first : null;
  }

  async setUp(): Promise<void> {
    this.#state = await this.#workload.setup?.(this.#params);
    this.#isSetUp = true;
  }

  run(): unknown {
    if (this.#executor === undefined) {
      this.#executor = this.#makeExecutor();
      setDefaultExecutor(this.#executor);
    }
    return this.#workload.run(this.#params, this.#state);
  }

  async verify(result: unknown): Promise<void> {
    await this.#workload.check?.(result as never, this.#params);
    if (this.#checksums.size < 2) this.#checksums.add(checksum(result));
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
}
