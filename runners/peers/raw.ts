import { Worker as NodeWorker } from "node:worker_threads";
import type { Executor } from "../../shared/executor.ts";
import type { TaskDefinition } from "../../shared/task.ts";
import { peerExecutor } from "./peer-executor.ts";

/** Calls of one task that go to a worker in one message. */
export interface RawBatch {
  readonly module: string;
  readonly name: string;
  readonly calls: (readonly unknown[])[];
}

/** What comes back for a batch: all results, or what the first call that failed threw. */
export type RawAnswer = { readonly values: readonly unknown[] } | { readonly error: unknown };

/**
 * The limit: what is asked for within one microtask goes to each worker as one message, and comes back as one. Nothing can
 * be cancelled, a task that fails takes its batch with it, and one that is long holds up those behind it.
 */
export function rawExecutor(threads: number): Executor {
  const lines: RawLine[] = [];
  let turn = 0;
  /** One that has nothing to do, else a new one, else each in turn. */
  const nextLine = (): RawLine => {
    const idle = lines.find((line) => line.idle);
    if (idle !== undefined) return idle;
    turn = lines.length < threads ? lines.push(new RawLine()) - 1 : (turn + 1) % threads;
    return lines[turn] as RawLine;
  };
  return peerExecutor({
    name: "raw",
    run: (task, args) => nextLine().ask(task, args),
    end: () => Promise.all(lines.map((line) => line.end())),
  });
}

/** A worker, and those who wait for it. */
class RawLine {
  readonly #worker = startWorker(
    (answer) => this.#settle(answer),
    (error) => {
      while (this.#asked.length > 0) this.#settle({ error });
    },
  );
  /** Who waits for each batch, in the order in which they were posted. */
  readonly #asked: Asked[][] = [];
  #batch: RawBatch | undefined;
  #askedNow: Asked[] = [];
  #transfer: Transferable[] = [];

  get idle(): boolean {
    return this.#batch === undefined && this.#asked.length === 0;
  }

  ask({ address, options }: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
    const { module, name } = address;
    if (this.#batch?.name !== name || this.#batch.module !== module) this.#open(module, name);
    this.#batch?.calls.push(args);
    if (options.transfer !== undefined) this.#transfer.push(...options.transfer);
    return new Promise((resolve, reject) => {
      this.#askedNow.push({ resolve, reject });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #open(module: string, name: string): void {
    if (this.#batch === undefined) queueMicrotask(() => this.#post());
    else this.#post();
    this.#batch = { module, name, calls: [] };
  }

  #post(): void {
    this.#asked.push(this.#askedNow);
    this.#worker.postMessage(this.#batch, this.#transfer);
    this.#batch = undefined;
    this.#askedNow = [];
    this.#transfer = [];
  }

  #settle(answer: RawAnswer): void {
    const asked = this.#asked.shift() ?? [];
    if ("error" in answer) for (const { reject } of asked) reject(answer.error);
    else for (let index = 0; index < asked.length; index++) asked[index]?.resolve(answer.values[index]);
  }
}

interface Asked {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface RawWorker {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): unknown;
}

/** A Web Worker where there are such, since that is what starts fastest on Deno; else one of `node:worker_threads`. */
function startWorker(answered: (answer: RawAnswer) => void, failed: (error: unknown) => void): RawWorker {
  const script = new URL("raw-worker.ts", import.meta.url);
  if (typeof Worker === "undefined") {
    const worker = new NodeWorker(script);
    worker.on("message", answered).on("error", failed);
    return worker as RawWorker;
  }
  const worker = new Worker(script, { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<RawAnswer>) => answered(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    failed(event.error ?? new Error(event.message));
  });
  return worker;
}
