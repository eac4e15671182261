import type { Executor } from "../../shared/executor.ts";
import type { TaskDefinition } from "../../shared/task.ts";
import { peerExecutor } from "./peer-executor.ts";

/** Calls of one task that go to a worker in one message. */
export interface Batch {
  readonly module: string;
  /** Which of its tasks: see `TaskAddress`. */
  readonly at: number;
  readonly calls: { readonly id: number; readonly args: readonly unknown[] }[];
}

/** What came of one of them. A batch is answered in one message. */
export type BatchAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: unknown };

/** A thread or a process that runs batches, one after the other. */
export interface BatchWorker {
  /** Throws what cannot be sent. */
  postMessage(batch: Batch, transfer: Transferable[]): void;
  terminate(): unknown;
}

/** Starts one, and says what it answers, and that it has died. */
export type StartBatchWorker = (
  answered: (answers: readonly BatchAnswer[]) => void,
  failed: (error: unknown) => void,
) => BatchWorker;

/**
 * An executor that does as little as can be, to compare pools with: what is asked for within one microtask goes to each
 * worker as one message, a call with an id each, and comes back as one. Nothing can be cancelled, and a task that is long
 * holds up the answers of those before it and those behind it.
 *
 * @param check throws for a call that its workers cannot make
 */
export function batchExecutor(
  name: string,
  workers: number,
  start: StartBatchWorker,
  check: (task: TaskDefinition, args: readonly unknown[]) => void = () => {},
): Executor {
  const lines: Line[] = [];
  let turn = 0;
  /** One that has nothing to do, else a new one, else each in turn. */
  const nextLine = (): Line => {
    const idle = lines.find((line) => line.idle);
    if (idle !== undefined) return idle;
    turn = lines.length < workers ? lines.push(new Line(start)) - 1 : (turn + 1) % workers;
    return lines[turn] as Line;
  };
  return peerExecutor({
    name,
    run(task, args) {
      check(task, args);
      return nextLine().ask(task, args);
    },
    end: () => Promise.all(lines.map((line) => line.end())),
  });
}

/** A worker, and those who wait for it. */
class Line {
  readonly #worker: BatchWorker;
  readonly #waiting = new Map<number, Waiting>();
  #ids = 0;
  #batch: Batch | undefined;
  #transfer: Transferable[] = [];

  constructor(start: StartBatchWorker) {
    this.#worker = start(
      (answers) => {
        for (const answer of answers) this.#settle(answer);
      },
      (error) => {
        for (const id of this.#waiting.keys()) this.#settle({ id, error });
      },
    );
  }

  get idle(): boolean {
    return this.#waiting.size === 0;
  }

  ask({ address, options }: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
    const { module, at } = address;
    if (this.#batch?.at !== at || this.#batch.module !== module) this.#open(module, at);
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

  #open(module: string, at: number): void {
    if (this.#batch === undefined) queueMicrotask(() => this.#post());
    else this.#post();
    this.#batch = { module, at, calls: [] };
  }

  #post(): void {
    const batch = this.#batch;
    const transfer = this.#transfer;
    this.#batch = undefined;
    this.#transfer = [];
    if (batch === undefined) return;
    try {
      this.#worker.postMessage(batch, transfer);
    } catch (error) {
      for (const { id } of batch.calls) this.#settle({ id, error });
    }
  }

  #settle(answer: BatchAnswer): void {
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
