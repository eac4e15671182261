import { inspect } from "node:util";
import type { Executor } from "../../shared/executor.ts";
import type { Workload, WorkloadParams } from "../../shared/workload.ts";
import { currentRuntime } from "../current-runtime.ts";
import { setDefaultExecutor, UnsupportedError } from "../mod.ts";
import type { CellRequest, Metric } from "./cell-request.ts";
import { checksum } from "./checksum.ts";
import { executors } from "./executors.ts";
import type { Subject } from "./measure.ts";
import { readMetric } from "./read-metric.ts";

/**
 * A workload with its parameters and its state, and the executor under measurement as the default one.
 *
 * The executor is made by the first `run`: starting it is part of what the cold sample shows, and so is loading it, if
 * it comes from a package.
 */
export class CellSubject implements Subject {
  readonly #workload: Workload;
  /** Those of the set-up. */
  readonly #params: WorkloadParams;
  readonly #makeExecutor: () => Executor | Promise<Executor>;
  #executor: Executor | undefined;
  /** Those that the workload asked for during this run. */
  #fresh: Executor[] = [];
  #state: unknown;
  #isSetUp = false;
  #isOver = false;
  /** Figures of every run. */
  readonly #ofSetUp: Record<string, Metric> = {};
  /** Those of the runs since they were last asked for. */
  #metrics: Record<string, Metric> = {};
  /** The direction of each figure, from when it was first reported. */
  readonly #directions = new Map<string, Metric["better"]>();
  /** Those of the runs of one sample, in their order. */
  #runs: WorkloadParams[] = [];
  /** How many of these have begun, and how many were verified. */
  #begun = 0;
  #verified = 0;
  /** The run that is under way, or whose result is being checked: figures of other ones come too late. */
  #open: WorkloadParams | undefined;
  /** With `null` for a result that cannot be hashed. */
  #checksums = new Set<string | null>();
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
        if (this.#isOver)
          throw new TypeError(`metric ${inspect(name)} came after the last run; report it in run or check`);
        this.#take(this.#ofSetUp, name, value, options);
      },
      freshExecutor: async () => {
        const fresh = await this.#makeExecutor();
        this.#fresh.push(fresh);
        return fresh;
      },
    };
  }

  /**
   * Hash of the result, the same for equal results on any runtime; `null` when results of this process differ, and when one
   * of them has no value that can be hashed. Of results that take long to hash only the first, second, fourth, eighth … are
   * looked at.
   */
  get checksum(): string | null {
    const [first = null] = this.#checksums;
    return this.#checksums.size === 1 ? first : null;
  }

  async setUp(): Promise<void> {
    this.#state = await this.#workload.setup?.(this.#params);
    this.#isSetUp = true;
  }

  /** Gives each of the next runs a `metric` of its own, so that what one reports late is not taken for another's. */
  prepare(runs: number): void {
    this.#runs = Array.from({ length: runs }, () => this.#paramsOfRun());
    this.#begun = 0;
    this.#verified = 0;
  }

  run(): unknown {
    if (this.#executor !== undefined) return this.#runWorkload();
    const made = this.#makeExecutor();
    return made instanceof Promise ? made.then((executor) => this.#runOn(executor)) : this.#runOn(made);
  }

  async verify(result: unknown): Promise<void> {
    this.#open = undefined;
    for (const fresh of this.#fresh.splice(0)) await fresh.shutdown();
    const params = this.#runs[this.#verified++] ?? this.#params;
    this.#open = params;
    await this.#workload.check?.(result as never, params);
    this.#open = undefined;
    this.#results += 1;
    if (this.#checksums.size > 1 || this.#checksums.has(null)) return;
    if (this.#hashMs > longHashMs && !isPowerOf2(this.#results)) return;
    const start = performance.now();
    this.#checksums.add(checksum(result));
    this.#hashMs = performance.now() - start;
  }

  takeMetrics(): Record<string, Metric> {
    const metrics = { ...this.#ofSetUp, ...this.#metrics };
    this.#metrics = {};
    return metrics;
  }

  async tearDown(): Promise<void> {
    await this.release();
    await this.#executor?.shutdown({ cancelFutures: true });
  }

  /** Releases what the workload's set-up made, once; without waiting for threads. */
  async release(): Promise<void> {
    this.#isOver = true;
    if (!this.#isSetUp) return;
    this.#isSetUp = false;
    await this.#workload.teardown?.(this.#state as never);
  }

  #runOn(executor: Executor): unknown {
    this.#executor = executor;
    setDefaultExecutor(executor);
    return this.#runWorkload();
  }

  #runWorkload(): unknown {
    const params = this.#runs[this.#begun++] ?? this.#params;
    this.#open = params;
    return this.#workload.run(params, this.#state);
  }

  #paramsOfRun(): WorkloadParams {
    const params: WorkloadParams = {
      ...this.#params,
      metric: (name, value, options) => {
        if (this.#open !== params) {
          throw new TypeError(
            `metric ${inspect(name)} came after its run had ended; report it before run's promise settles`,
          );
        }
        this.#take(this.#metrics, name, value, options);
      },
    };
    return params;
  }

  #take(
    metrics: Record<string, Metric>,
    ...[name, value, options]: Parameters<WorkloadParams["metric"]>
  ): void {
    const metric = readMetric(name, value, options);
    const before = this.#directions.get(name);
    if (before !== undefined && before !== metric.better) {
      throw new TypeError(
        `metric "${name}" has { better: "${metric.better}" }, and had { better: "${before}" } before; expected one direction`,
      );
    }
    this.#directions.set(name, metric.better);
    metrics[name] = metric;
  }
}

/** As long as hashing takes no longer, all results are hashed. */
const longHashMs = 5;

const isPowerOf2 = (count: number): boolean => (count & (count - 1)) === 0;
