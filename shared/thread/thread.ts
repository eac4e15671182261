import { runInTask, runInTurns, type TaskTurn } from "../current-task.ts";
import { decodeThrown, encodeThrown } from "../line/error-codec.ts";
import { type Call, ThreadEnd, type ThreadPort } from "../line/thread-end.ts";
import {
  type Answer,
  isJob,
  jobState,
  moveJob,
  type ThreadStart,
  type ToThread,
} from "../line/thread-protocol.ts";
import type { TaskDefinition } from "../task.ts";
import { transfersOf } from "../transfer-result.ts";
import { abortError, isAbortError } from "../waiting/abort-error.ts";
import { now } from "../waiting/now.ts";
import { NativePromise } from "../waiting/promises.ts";
import { encodeOutcome, runChunk } from "./chunk.ts";
import { loadedTask, loadTask } from "./load-task.ts";
import { TaskScope } from "./task-scope.ts";

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
  /** When the event loop last turned. */
  #turned = 0;
  /** Since when, and for how many calls, the thread has not waited for one. */
  #rowBegan = 0;
  #row = 0;
  /** A call that was taken, and has to have a context of its own. */
  #held: Call | undefined;

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
        this.#start.worked[1] = 1;
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

  /** A message has arrived, and cannot be read. */
  misheard(error: unknown): void {
    this.#end.fail(error);
    if (!this.#busy) void this.#work();
  }

  /** What was posted beside the line has to arrive before the next answer. */
  follow(): void {
    this.#end.follow();
  }

  /** The thread is about to end: nothing that it says from now on is an answer. */
  end(): void {
    this.#ended = true;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    this.#end.stay();
    this.#turned = now();
    this.#beginRow();
    for (let next = this.#next(); next !== undefined; next = this.#held ?? this.#next()) {
      const call = next instanceof NativePromise ? await next : next;
      this.#held = undefined;
      const task = this.#immediateTask(call);
      // Also between two jobs that return at once, what the first has left to the microtasks goes first.
      if (task === undefined) {
        await this.#do(call);
      } else {
        const turn: TaskTurn = { current: undefined };
        if (!(await runInTurns(turn, () => this.#takeTurns(turn, call, task)))) break;
      }
      if (!this.#isTurnDue) continue;
      await this.#port.turn();
      this.#turned = now();
    }
    this.#busy = false;
  }

  /** Takes the next call, and waits a little for one. `undefined`: a message will say that it is there. */
  #next(): Call | Promise<Call> | undefined {
    if (!this.#end.hasCall) {
      if (!this.#end.rest(this.#since - this.#rowBegan < briefMs * this.#row)) return undefined;
      this.#beginRow();
    }
    this.#row += 1;
    return this.#end.next();
  }

  /** From here on there is a call after the other. */
  #beginRow(): void {
    this.#since = now();
    this.#rowBegan = this.#since;
    this.#row = 0;
  }

  /** Jobs that follow each other closely must not keep what they left behind from ever going on. */
  get #isTurnDue(): boolean {
    return this.#since - this.#turned >= turnMs;
  }

  /** What the call runs, if that needs no context of its own. */
  #immediateTask(call: Call): TaskDefinition | undefined {
    const task = call.chunked || call.failure !== undefined ? undefined : loadedTask(call.task);
    return task !== undefined && this.#isImmediate.get(task) ? task : undefined;
  }

  /**
   * Makes this call, and those after it whose tasks are immediate too, in one context, until the event loop is to turn.
   *
   * @returns `false` if a message will say that there is the next call
   */
  async #takeTurns(turn: TaskTurn, first: Call, firstTask: TaskDefinition): Promise<boolean> {
    let call = first;
    let task: TaskDefinition | undefined = firstTask;
    while (task !== undefined) {
      // As above: microtasks go first.
      const left = this.#takeTurn(turn, call, task);
      await left;
      // A task that was immediate no more keeps the context, and what earlier ones left in it is not its own.
      turn.current = undefined;
      if (left !== undefined || this.#isTurnDue) return true;
      const next = this.#next();
      if (next === undefined) return false;
      call = next instanceof NativePromise ? await next : next;
      task = this.#immediateTask(call);
    }
    this.#held = call;
    return true;
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
    const { failure } = call;
    if (failure !== undefined) return this.#finish(call, scope, Promise.reject(failure.error));
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
    const ended = now();
    const { worked } = this.#start;
    worked[0] = (worked[0] ?? 0) + ended - this.#since;
    this.#since = ended;
    this.#end.answer(answer, transfer);
  }

  /** The reason was posted before the flag was set, so it is here, though the event loop has not turned. */
  #hearAbort(scope: TaskScope): void {
    while (this.#port.hear());
    scope.abort(abortError("The task was cancelled"));
  }
}

function isThenable(value: unknown): boolean {
  try {
    return typeof value === "object" && value !== null && "then" in value;
  } catch {
    // A proxy that refuses cannot be posted, which says more.
    return false;
  }
}

/** After jobs that take no longer it is worth while to look for the next one: see `ThreadEnd`. */
const briefMs = 0.1;
/** A thread that is never without a job lets its event loop turn so often. */
const turnMs = 5;
