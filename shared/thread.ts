import { encodeOutcome, runChunk } from "./chunk.ts";
import { runInTask } from "./current-task.ts";
import { decodeThrown, encodeThrown } from "./error-codec.ts";
import { abortError, isAbortError } from "./future.ts";
import { loadedTask, loadTask } from "./load-task.ts";
import { TaskScope } from "./task-scope.ts";
import { type Call, ThreadEnd, type ThreadPort } from "./thread-end.ts";
import { type Answer, isJob, jobState, moveJob, type ThreadStart, type ToThread } from "./thread-protocol.ts";
import { transfersOf } from "./transfer-result.ts";

/**
 * What a worker thread does: it runs the jobs that it is sent, one after the other, in the order in which they came,
 * and answers each as soon as it has ended.
 */
export class Thread {
  readonly #start: ThreadStart;
  readonly #port: ThreadPort;
  readonly #end: ThreadEnd;
  #running: { readonly id: number; readonly scope: TaskScope } | undefined;
  #busy = true;
  #ended = false;
  /** Up to when `worked` counts. */
  #since = 0;

  constructor(start: ThreadStart, port: ThreadPort) {
    this.#start = start;
    this.#port = port;
    this.#end = new ThreadEnd(start.memory, port);
  }

  /** Runs the initializer, says that the thread is ready, and begins with what has come meanwhile. */
  async begin(): Promise<void> {
    const { initializer } = this.#start;
    try {
      if (initializer !== undefined) {
        const { run } = await loadTask(initializer);
        await runInTask(new TaskScope(), () => run(...initializer.args));
      }
    } catch (error) {
      this.#port.post({ kind: "broken", error: encodeThrown(error) });
      return;
    }
    this.#port.post({ kind: "ready" });
    await this.#work();
  }

  /** Takes a message from the executor. */
  receive(message: ToThread): void {
    if (message.kind === "task" || message.kind === "arguments") this.#end.receive(message);
    else if (message.kind === "abort") this.#abort(message);
    else if (message.kind === "catchUp") this.#port.post({ kind: "caughtUp" });
    if (!this.#busy) void this.#work();
  }

  /** The thread is about to end: nothing that it says from now on is an answer. */
  end(): void {
    this.#ended = true;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    this.#end.stay();
    let turned = performance.now();
    do {
      this.#since = performance.now();
      while (this.#end.hasCall) {
        await this.#do(await this.#end.next());
        // Jobs that follow each other closely must not keep what they left behind from ever going on.
        if (this.#since - turned < turnMs) continue;
        await this.#port.turn();
        turned = performance.now();
      }
    } while (this.#end.rest());
    this.#busy = false;
  }

  async #do(call: Call): Promise<void> {
    const { slots } = this.#start;
    const { id } = call;
    if (!moveJob(slots, id, jobState.waiting, jobState.running)) return;
    const scope = new TaskScope(() => {
      if (this.#running?.id === id && isJob(slots, id, jobState.aborted)) this.#hearAbort(scope);
    });
    this.#running = { id, scope };
    await this.#run(call, scope);
    this.#running = undefined;
  }

  async #run({ id, task, args, chunked }: Call, scope: TaskScope): Promise<void> {
    try {
      const { run } = loadedTask(task) ?? (await loadTask(task));
      const value = await runInTask(scope, () => {
        return chunked ? runChunk(run, args as unknown[][], scope).then(encodeOutcome) : run(...args);
      });
      this.#answer({ kind: "fulfilled", id, value }, transfersOf(value));
    } catch (error) {
      const stopped = scope.stoppedWith(error) || (scope.signal.aborted && isAbortError(error));
      this.#answer(stopped ? { kind: "stopped", id } : { kind: "rejected", id, error: encodeThrown(error) });
    }
  }

  #abort({ id, reason }: ToThread & { readonly kind: "abort" }): void {
    if (this.#running?.id === id) this.#running.scope.abort(decodeThrown(reason));
  }

  #answer(answer: Answer, transfer?: readonly Transferable[]): void {
    if (this.#ended) return;
    const now = performance.now();
    const { worked } = this.#start;
    worked[0] = (worked[0] ?? 0) + now - this.#since;
    this.#since = now;
    this.#end.answer(answer, transfer);
  }

  /** The reason was posted before the flag was set, so it is here, though the event loop has not turned. */
  #hearAbort(scope: TaskScope): void {
    for (let message = this.#port.poll(); message !== undefined; message = this.#port.poll()) {
      this.receive(message);
    }
    scope.abort(abortError("The task was cancelled"));
  }
}

/** A thread that is never without a job lets its event loop turn so often. */
const turnMs = 5;
