import { abortError, isAbortError } from "./abort-error.ts";
import { encodeOutcome, runChunk } from "./chunk.ts";
import { runInTask, runInTurns, type TaskTurn } from "./current-task.ts";
import { decodeThrown, encodeThrown } from "./error-codec.ts";
import { loadedTask, loadTask } from "./load-task.ts";
import type { TaskDefinition } from "./task.ts";
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
  /**
   * Whether a task has always ended when it returned, without a look at `currentTask()`. Those have contexts in common;
   * once it has not, never again.
   */
  readonly #isImmediate = new WeakMap<TaskDefinition, boolean>();
  #busy = true;
  #ended = false;
  /** Up to when `worked` counts. */
  #since = 0;

  constructor(start: ThreadStart, port: ThreadPort) {
    this.#start = start;
    this.#port = port;
    this.#end = new ThreadEnd(start.memory, start.tasks, port);
  }

  /** Runs the initializer, says that the thread is ready, and begins with what has come meanwhile. */
  async begin(): Promise<void> {
    const { initializer, tasks } = this.#start;
    try {
      if (initializer === undefined) {
        // One that does not load is told of by the call that needs it.
        for (const task of tasks) loadTask(task).catch(() => {});
      } else {
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
    let isBrief = false;
    do {
      const began = performance.now();
      this.#since = began;
      let calls = 0;
      let held: Call | undefined;
      while (held !== undefined || this.#end.hasCall) {
        const next = held ?? this.#end.next();
        const call = next instanceof Promise ? await next : next;
        held = undefined;
        calls += 1;
        const task = this.#immediateTask(call);
        if (task === undefined) {
          // Also between two jobs that return at once, what the first has left to the microtasks goes first.
          await this.#do(call);
        } else {
          const turn: TaskTurn = { current: undefined };
          const batch = await runInTurns(turn, () => this.#takeTurns(turn, call, task, turned));
          calls += batch.more;
          held = batch.held;
        }
        // Jobs that follow each other closely must not keep what they left behind from ever going on.
        if (this.#since - turned < turnMs) continue;
        await this.#port.turn();
        turned = performance.now();
      }
      isBrief = performance.now() - began < briefMs * calls;
    } while (this.#end.rest(isBrief));
    this.#busy = false;
  }

  /** What the call runs, if that needs no context of its own. */
  #immediateTask(call: Call): TaskDefinition | undefined {
    const task = call.chunked ? undefined : loadedTask(call.task);
    return task !== undefined && this.#isImmediate.get(task) ? task : undefined;
  }

  /**
   * Makes this call, and those behind it whose tasks are immediate too, in one context, until the event loop is to turn.
   *
   * @param turned when it last did
   * @returns how many more were made, and the one that was taken and has to have a context of its own
   */
  async #takeTurns(
    turn: TaskTurn,
    first: Call,
    firstTask: TaskDefinition,
    turned: number,
  ): Promise<{ readonly more: number; readonly held?: Call }> {
    let call = first;
    let task = firstTask;
    for (let more = 0; ; more++) {
      // As above: microtasks go first.
      await this.#takeTurn(turn, call, task);
      // A task that was immediate no more keeps the context.
      if (turn.current !== undefined || this.#since - turned >= turnMs || !this.#end.hasCall) return { more };
      const next = this.#end.next();
      call = next instanceof Promise ? await next : next;
      const nextTask = this.#immediateTask(call);
      if (nextTask === undefined) return { more, held: call };
      task = nextTask;
    }
  }

  #takeTurn(turn: TaskTurn, call: Call, task: TaskDefinition): Promise<void> | undefined {
    const scope = this.#enter(call.id);
    if (scope === undefined) return undefined;
    turn.current = scope;
    const left = this.#settle(call, scope, () => task.run(...call.args));
    if (left !== undefined || scope.wasSeen) this.#isImmediate.set(task, false);
    if (left === undefined) turn.current = undefined;
    return left;
  }

  /** Makes the call in a context of its own, at once if its task is loaded and returns something else than a promise. */
  #do(call: Call): Promise<void> | undefined {
    const scope = this.#enter(call.id);
    if (scope === undefined) return undefined;
    const task = loadedTask(call.task);
    if (task === undefined) return this.#finish(call, scope, this.#load(call, scope));
    const left = this.#settle(call, scope, () => runInTask(scope, () => this.#call(task, call, scope)));
    if (!call.chunked && this.#isImmediate.get(task) !== false) {
      this.#isImmediate.set(task, left === undefined && !scope.wasSeen);
    }
    return left;
  }

  /** The job runs from now on; `undefined` if it was taken back. */
  #enter(id: number): TaskScope | undefined {
    const { slots } = this.#start;
    if (!moveJob(slots, id, jobState.waiting, jobState.running)) return undefined;
    const scope = new TaskScope(() => {
      if (this.#running?.id === id && isJob(slots, id, jobState.aborted)) this.#hearAbort(scope);
    });
    this.#running = { id, scope };
    return scope;
  }

  /** Answers with what the body returns, at once unless that is a promise. */
  #settle(call: Call, scope: TaskScope, body: () => unknown): Promise<void> | undefined {
    try {
      const value = body();
      if (isThenable(value)) return this.#finish(call, scope, value);
      this.#fulfil(call.id, value);
    } catch (error) {
      this.#fail(call.id, scope, error);
    }
    this.#running = undefined;
    return undefined;
  }

  async #load(call: Call, scope: TaskScope): Promise<unknown> {
    const task = await loadTask(call.task);
    return runInTask(scope, () => this.#call(task, call, scope));
  }

  #call({ run }: TaskDefinition, { args, chunked }: Call, scope: TaskScope): unknown {
    return chunked ? runChunk(run, args as unknown[][], scope).then(encodeOutcome) : run(...args);
  }

  async #finish({ id }: Call, scope: TaskScope, value: unknown): Promise<void> {
    try {
      this.#fulfil(id, await value);
    } catch (error) {
      this.#fail(id, scope, error);
    }
    this.#running = undefined;
  }

  #fulfil(id: number, value: unknown): void {
    this.#answer({ kind: "fulfilled", id, value }, transfersOf(value));
  }

  #fail(id: number, scope: TaskScope, error: unknown): void {
    const stopped = scope.stoppedWith(error) || (isAbortError(error) && scope.signal.aborted);
    this.#answer(stopped ? { kind: "stopped", id } : { kind: "rejected", id, error: encodeThrown(error) });
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

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}

/** After jobs that take no longer it is worth while to look for the next one: see `ThreadEnd`. */
const briefMs = 0.1;
/** A thread that is never without a job lets its event loop turn so often. */
const turnMs = 5;
