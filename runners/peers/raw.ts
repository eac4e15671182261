import { Worker as NodeWorker } from "node:worker_threads";
import type { Executor } from "../../shared/executor.ts";
import type { TaskDefinition } from "../../shared/task.ts";
import { peerExecutor } from "./peer-executor.ts";

/** Calls of one task that go to a worker in one message. */
export interface RawBatch {
  readonly module: string;
  readonly name: string;
  readonly calls: { readonly id: number; readonly args: readonly unknown[] }[];
}

/** What came of one of them. A batch is answered in one message. */
export type RawAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: unknown };

/**
 * Raw `postMessage` in batches, to compare pools with: what is asked for within one microtask goes to each worker as one
 * message, a call with an id each, and comes back as one. Nothing can be cancelled, and a task that is long holds up the
 * answers of those before it and those behind it.
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
    (answers) => {
      for (const answer of answers) this.#settle(answer);
    },
    (error) => {
      for (const id of this.#waiting.keys()) this.#settle({ id, error });
    },
  );
  readonly #waiting = new Map<number, Waiting>();
  #ids = 0;
  #batch: RawBatch | undefined;
  #transfer: Transferable[] = [];

  get idle(): boolean {
    return this.#waiting.size === 0;
  }

  ask({ address, options }: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
    const { module, name } = address;
    if (this.#batch?.name !== name || this.#batch.module !== module) this.#open(module, name);
    const id = this.#ids++;
    this.#batch?.calls.push({ id, args });
    if (options.transfer !== undefined) this.#transfer.push(...options.transfer);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
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
    this.#worker.postMessage(this.#batch, this.#transfer);
    this.#batch = undefined;
    this.#transfer = [];
  }

  #settle(answer: RawAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("error" in answer) waiting?.reject(answer.error);
    else waiting?.resolve(answer.value);
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface RawWorker {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): unknown;
}

/** A Web Worker where there are such, since that is what starts fastest on Deno; else one of `node:worker_threads`. */
function startWorker(
  answered: (answers: readonly RawAnswer[]) => void,
  failed: (error: unknown) => void,
): RawWorker {
  const script = new URL("raw-worker.ts", import.meta.url);
  if (typeof Worker === "undefined") {
    const worker = new NodeWorker(script);
    worker.on("message", answered).on("error", failed);
    return worker as RawWorker;
  }
  const worker = new Worker(script, { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<readonly RawAnswer[]>) => answered(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    failed(event.error ?? new Error(event.message));
  });
  return worker;
}
