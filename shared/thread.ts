import { encodeOutcome, runChunk } from "./chunk.ts";
import { runInTask } from "./current-task.ts";
import { decodeThrown, encodeThrown } from "./error-codec.ts";
import { abortError, isAbortError } from "./future.ts";
import { loadTask } from "./load-task.ts";
import { TaskScope } from "./task-scope.ts";
import {
  type FromThread,
  isJob,
  jobState,
  moveJob,
  type RemoteCall,
  type ThreadStart,
  type ToThread,
} from "./thread-protocol.ts";
import { transfersOf } from "./transfer-result.ts";

/** A worker thread's end of the line to its executor. */
export interface ThreadPort {
  /** Throws if the message cannot be cloned, and has then posted nothing. */
  post(message: FromThread, transfer?: readonly Transferable[]): void;
  /** Takes the next message that has already arrived, without waiting for the event loop. */
  poll(): ToThread | undefined;
}

/**
 * What a worker thread does: it runs the jobs that it is sent, one after the other, in the order in which they came,
 * and answers each as soon as it has ended.
 */
export class Thread {
  readonly #start: ThreadStart;
  readonly #port: ThreadPort;
  readonly #waiting: (RemoteCall & { readonly id: number })[] = [];
  #running: { readonly id: number; readonly scope: TaskScope } | undefined;
  #busy = true;

  constructor(start: ThreadStart, port: ThreadPort) {
    this.#start = start;
    this.#port = port;
  }

  /** Runs the initializer, says that the thread is ready, and begins with what has come meanwhile. */
  async begin(): Promise<void> {
    const { initializer } = this.#start;
    try {
      if (initializer !== undefined) await this.#call(initializer, new TaskScope());
    } catch (error) {
      this.#port.post({ kind: "broken", error: encodeThrown(error) });
      return;
    }
    this.#port.post({ kind: "ready" });
    await this.#work();
  }

  /** Takes a message from the executor. */
  receive(message: ToThread): void {
    if (message.kind === "run") {
      this.#waiting.push(message);
      if (!this.#busy) void this.#work();
    } else if (this.#running?.id === message.id) {
      this.#running.scope.abort(decodeThrown(message.reason));
    }
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      const { slots } = this.#start;
      const { id } = job;
      if (!moveJob(slots, id, jobState.waiting, jobState.running)) continue;
      const scope = new TaskScope(() => {
        if (this.#running?.id === id && isJob(slots, id, jobState.aborted)) this.#hearAbort(scope);
      });
      this.#running = { id, scope };
      await this.#run(job, scope);
      this.#running = undefined;
    }
    this.#busy = false;
  }

  async #run(job: RemoteCall & { readonly id: number }, scope: TaskScope): Promise<void> {
    const { id } = job;
    try {
      const value = await this.#call(job, scope);
      this.#port.post({ kind: "fulfilled", id, value }, transfersOf(value));
    } catch (error) {
      const stopped = scope.stoppedWith(error) || (scope.signal.aborted && isAbortError(error));
      this.#answer(stopped ? { kind: "stopped", id } : { kind: "rejected", id, error: encodeThrown(error) });
    }
  }

  async #call({ module, name, args, chunked }: RemoteCall, scope: TaskScope): Promise<unknown> {
    const { run } = await loadTask(module, name);
    return runInTask(scope, () => {
      return chunked ? runChunk(run, args as unknown[][], scope).then(encodeOutcome) : run(...args);
    });
  }

  /** An answer always arrives, if need be without the details. */
  #answer(answer: FromThread & { readonly id: number }): void {
    try {
      this.#port.post(answer);
    } catch (error) {
      const lost = new Error("The task failed, and its error cannot be cloned", { cause: String(error) });
      this.#port.post({ kind: "rejected", id: answer.id, error: encodeThrown(lost) });
    }
  }

  /** The reason was posted before the flag was set, so it is here, though the event loop has not turned. */
  #hearAbort(scope: TaskScope): void {
    for (let message = this.#port.poll(); message !== undefined; message = this.#port.poll())
      this.receive(message);
    scope.abort(abortError("The task was cancelled"));
  }
}
