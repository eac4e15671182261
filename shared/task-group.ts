import { createFuture, Future, fulfilFuture, rejectFuture, startFuture } from "./future.ts";
import { abortError, isAbortError } from "./waiting/abort-error.ts";
import { followSignal } from "./waiting/follow-signal.ts";
import { isPromise, outcomeOf, react } from "./waiting/promises.ts";

/** What a group can be told when it is made. */
export interface TaskGroupOptions {
  /** Cancels the group when it aborts; the only way in which groups are connected to anything around them. */
  readonly signal?: AbortSignal | undefined;
}

/** What a child can be told when it is created. */
export interface CreateTaskOptions {
  /** The `name` of the child's future. A function's own name unless given; a `Future` keeps the name it has. */
  readonly name?: string | undefined;
}

/**
 * What a child can be made of: a `Future`, any other promise, or a function, which is called at once and whose signal
 * aborts when the child is cancelled.
 */
export type TaskSource<T> = PromiseLike<T> | ((signal: AbortSignal) => T | PromiseLike<T>);

/**
 * Tasks that begin and end together: nobody leaves a group before all of its children have ended, and the first that
 * fails cancels the others.
 *
 * What asyncio's group does, with what promises change:
 * - A body cannot be interrupted where it waits, as asyncio interrupts it. It hears of an abort through `group.signal`,
 *   or through a child that it awaits, and the group waits until it has ended. The same holds for function children,
 *   and for promises, which cannot even be told: one that never settles holds its group for ever.
 * - Errors arrive in one `AggregateError`, of which there is only one kind: JavaScript has no errors that must pass
 *   through alone, as `KeyboardInterrupt` does.
 * - An outer cancel comes from an `AbortSignal` and is told apart by its reason, so nothing has to be counted.
 * - A function child runs up to its first `await` inside `createTask`. If it throws there, the child has failed;
 *   `createTask` itself throws only when it refuses.
 * - A promise that is refused was already running: it goes on, and its failure is nobody's. A `Future` is cancelled.
 *
 * @example Two threads and a timer side by side; a failure of one ends all three
 * ```ts
 * import { TaskGroup, toThread } from "worker-matrix";
 * import { setTimeout } from "node:timers/promises";
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * const total = await TaskGroup.run(async (group) => {
 *   const a = group.createTask(toThread(sumOfSquares, 1_000));
 *   const b = group.createTask(toThread(sumOfSquares, 2_000));
 *   group.createTask((signal) => setTimeout(1, undefined, { signal }));
 *   return (await a) + (await b);
 * });
 * console.log(total); // 2997500500n
 * ```
 *
 * @example The form for `await using`, which cancels what is left when the block is left without `join()`
 * ```ts
 * import { TaskGroup } from "worker-matrix";
 *
 * await using group = new TaskGroup();
 * const answer = group.createTask(async () => 42);
 * await group.join();
 * console.log(await answer); // 42
 * ```
 */
export class TaskGroup {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #children = new Set<Future<unknown>>();
  readonly #errors: unknown[] = [];
  readonly #seen = new Set<unknown>();
  #isRun = false;
  #unfollow: (() => void) | undefined;
  #stage: "open" | "closing" | "ended" = "open";
  #closed: Promise<void> | undefined;
  #emptied: (() => void) | undefined;

  /** A group that is to be joined, or left through `await using`. An outer signal keeps it until then. */
  constructor({ signal }: TaskGroupOptions = {}) {
    this.#outer = signal;
    if (signal?.aborted) this.#controller.abort(signal.reason);
    else if (signal) this.#unfollow = followSignal(signal, () => this.#abort(signal.reason));
  }

  /**
   * Runs `body` and resolves to its value when it and all children, and all children's children, have ended.
   *
   * Rejects with an `AggregateError` of all failures, the body's included, in the order in which they happened; with
   * the reason of `signal`, bare, if that aborted and nothing failed. After `group.cancel()` it resolves to what the
   * body still returned, else to `undefined`: a body that may be cancelled so says it in its type,
   * `TaskGroup.run<number | undefined>(…)`. If `signal` has aborted already, the body is not called.
   */
  static async run<T>(
    body: (group: TaskGroup) => T | PromiseLike<T>,
    { signal }: TaskGroupOptions = {},
  ): Promise<T> {
    signal?.throwIfAborted();
    const group = new TaskGroup({ signal });
    group.#isRun = true;
    let value: T | undefined;
    try {
      value = await body(group);
    } catch (error) {
      if (!group.#errors.includes(error)) group.#fail(error);
    }
    await group.#close();
    return value as T;
  }

  /** Aborts when the group begins to cancel its children: after a failure, `cancel`, or the outer signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Adds a child, which the group owns from now on: it is awaited, it is cancelled with the others, its failure is the
   * group's, and nobody else has to handle it. Children may create children as long as the group has not ended.
   *
   * Cancelling the returned future, or a `Future` given as the source, ends that child alone and is no failure. The
   * signal of a function child then aborts; if the function returned a `Future`, that is cancelled as well.
   *
   * @returns the same future if the source is one
   * @throws `AbortError` if the group is aborting, `InvalidStateError` if it has ended; nothing is called then, and a
   * `Future` that was given is cancelled
   */
  createTask<T>(source: TaskSource<T>, { name }: CreateTaskOptions = {}): Future<T> {
    const isFunction = typeof source === "function";
    if (!isFunction && !isThenable(source)) {
      throw new TypeError(
        `Cannot create a task from ${typeof source}: give a Future, a promise or a function of the signal`,
      );
    }
    if (this.#stage === "ended" || this.signal.aborted) throw this.#refusal(source);
    if (source instanceof Future) return this.#adopt(source);
    return isFunction ? this.#call(source, name ?? source.name) : this.#watch(source, name ?? "");
  }

  /**
   * Ends the group without an error: cancels all children, and lets no more in. What fails on the way out still makes
   * the group fail. Does nothing if the group is aborting already, or has ended.
   *
   * @param reason an `AbortError` unless given
   */
  cancel(reason: unknown = abortError("The task group was cancelled")): void {
    if (this.#stage !== "ended") this.#abort(reason);
  }

  /**
   * Waits until all children have ended; for groups made with `new`. Rejects as `run` does. A child that waits for its
   * own group's `join()` waits for ever.
   */
  async join(): Promise<void> {
    if (this.#isRun) {
      throw new DOMException("Cannot join a group inside TaskGroup.run, which joins it", "InvalidStateError");
    }
    this.#closed ??= this.#close();
    await this.#closed;
  }

  /**
   * Leaving the block without `join()` means that something went wrong: everything is cancelled and awaited. Rejects
   * for real failures only.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#stage === "ended") return;
    if (this.#closed !== undefined) return this.#closed;
    this.#abort(abortError("The task group was left without join()"));
    try {
      await this.join();
    } catch (error) {
      if (this.#errors.length > 0) throw error;
    }
  }

  #adopt<T>(future: Future<T>): Future<T> {
    if (this.#children.has(future)) return future;
    this.#children.add(future);
    const ended = (error?: unknown) => this.#childEnded(future, error);
    react(future, () => ended(), ended);
    return future;
  }

  #call<T>(source: (signal: AbortSignal) => T | PromiseLike<T>, name: string): Future<T> {
    const controller = new AbortController();
    let result: T | PromiseLike<T> | undefined;
    const cancelled = (reason: unknown) => {
      controller.abort(reason);
      if (result instanceof Future) result.cancel(reason);
    };
    const child = this.#running<T>(name, cancelled);
    this.#settleLike(child, () => {
      result = source(controller.signal);
      // It may have cancelled itself, or its group, before it returned.
      if (controller.signal.aborted) cancelled(controller.signal.reason);
      return result;
    });
    return child;
  }

  #watch<T>(source: PromiseLike<T>, name: string): Future<T> {
    const child = this.#running<T>(name, ignore);
    this.#settleLike(child, () => source);
    return child;
  }

  #running<T>(name: string, cancelled: (reason: unknown) => void): Future<T> {
    const child = createFuture<T>(name, { cancelled });
    startFuture(child);
    this.#children.add(child);
    return child;
  }

  /**
   * The child ends in the same turn as its source, or when it fails one turn later, as futures do that fail: so
   * failures keep the order in which they happened.
   */
  #settleLike<T>(child: Future<T>, source: () => T | PromiseLike<T>): void {
    react(
      outcomeOf(source),
      (value) => {
        fulfilFuture(child, value);
        this.#childEnded(child);
      },
      async (error) => {
        react(child, undefined, ignore);
        await undefined;
        rejectFuture(child, error);
        this.#childEnded(child, error);
      },
    );
  }

  #childEnded(child: Future<unknown>, error?: unknown): void {
    this.#children.delete(child);
    if (child.state === "rejected" && !this.#seen.has(error)) this.#fail(error);
    if (this.#children.size === 0) this.#emptied?.();
  }

  #fail(error: unknown): void {
    if (this.#isCancellation(error)) return;
    this.#errors.push(error);
    // Objects only: two children that throw 3 have failed twice.
    if (typeof error === "object" && error !== null) this.#seen.add(error);
    const reason = abortError("The task group is aborting: one of its tasks failed");
    this.#abort(Object.defineProperty(reason, "cause", { value: error, configurable: true, writable: true }));
  }

  #isCancellation(error: unknown): boolean {
    const { aborted, reason } = this.signal;
    if (aborted && (error === reason || isAbortError(error))) return true;
    return this.#outer?.aborted === true && error === this.#outer.reason;
  }

  #abort(reason: unknown): void {
    if (this.signal.aborted) return;
    this.#controller.abort(reason);
    if (abortDepth === deepestAbort) {
      void this.#cancelChildrenSoon(reason);
      return;
    }
    abortDepth += 1;
    try {
      this.#cancelChildren(reason);
    } finally {
      abortDepth -= 1;
    }
  }

  async #cancelChildrenSoon(reason: unknown): Promise<void> {
    await undefined;
    this.#cancelChildren(reason);
  }

  #cancelChildren(reason: unknown): void {
    for (const child of this.#children) child.cancel(reason);
  }

  #refusal(source: unknown): DOMException {
    const refusal =
      this.#stage === "ended"
        ? new DOMException("Cannot create a task: the group has ended", "InvalidStateError")
        : abortError("Cannot create a task: the group is aborting");
    if (source instanceof Future) source.cancel(refusal);
    else if (isPromise(source)) source.then(ignore, ignore);
    return refusal;
  }

  async #close(): Promise<void> {
    this.#stage = "closing";
    // The turn that each round takes lets those who waited for the last child create another.
    do {
      await (this.#children.size === 0 ? undefined : this.#empty());
    } while (this.#children.size > 0);
    this.#stage = "ended";
    this.#unfollow?.();
    if (this.#errors.length > 0) {
      throw new AggregateError(this.#errors, `The task group failed with ${count(this.#errors.length)}`);
    }
    this.#outer?.throwIfAborted();
  }

  /** The next time that the last child ends. */
  #empty(): Promise<void> {
    return new Promise((resolve) => {
      this.#emptied = resolve;
    });
  }
}

// Groups in groups abort each other down to the innermost, which may be further than the stack goes.
let abortDepth = 0;
const deepestAbort = 50;

function isThenable(source: unknown): source is PromiseLike<unknown> {
  return typeof source === "object" && source !== null && "then" in source;
}

function count(errors: number): string {
  return errors === 1 ? "1 error" : `${errors} errors`;
}

function ignore(): void {}
