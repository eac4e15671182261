import { abortError, isAbortError } from "./waiting/abort-error.ts";
import { react } from "./waiting/promises.ts";

/** Where a future stands. The last three are final. */
export type FutureState = "pending" | "running" | "fulfilled" | "rejected" | "cancelled";

/** The one who brings a future to its end, and can be asked to end it early. Its executor, or its group. */
export interface FutureOwner {
  /**
   * Called at most once, when somebody cancels the future. If it was `pending` it has already been settled, and only
   * has to be dropped; if it was `running` it stays so until its owner settles it. Must not throw.
   */
  cancelled(reason: unknown): void;
}

// The driving side, for executors and groups. Who holds only the future cannot settle it; the class fills these in.

/** Makes a `pending` future. */
export let createFuture: <T>(name: string, owner: FutureOwner) => Future<T>;

/** Marks a `pending` future as `running`; `false` if it is not pending, and then its work must not begin. */
export let startFuture: (future: Future<unknown>) => boolean;

/** Fulfils the future; if a cancel was asked for, the value is dropped and it is `cancelled`. Idempotent. */
export let fulfilFuture: <T>(future: Future<T>, value: T) => void;

/**
 * Rejects the future. If a cancel was asked for, its reason and any `AbortError` make it `cancelled`, and every other
 * error wins over the cancel. Idempotent.
 */
export let rejectFuture: (future: Future<unknown>, error: unknown) => void;

/**
 * The result of work that somebody else does: a promise that can be cancelled and that tells where it stands.
 *
 * It is a native promise, so `await`, `Promise.all` and the like treat it as one; `then`, `catch` and `finally` give
 * plain promises, since what follows a task is no task. Futures are made by `toThread`, by an executor's `submit`,
 * and by `TaskGroup.createTask`.
 *
 * It rejects with what the task threw, with the reason if it was cancelled, and with a `TimeoutError`, a
 * `WorkerExitedError` and so on if the executor ended it. A failure that nobody handles is an unhandled rejection, as
 * with any promise; once `cancel` has returned `true` it is not.
 *
 * @example
 * ```ts
 * import { Future, toThread } from "worker-matrix";
 * import { sumOfSquares } from "./sum-of-squares.ts";
 *
 * const future = toThread(sumOfSquares, 1_000);
 * console.log(future instanceof Future, await future, future.state); // true 332833500n fulfilled
 * ```
 */
export class Future<T> extends Promise<T> {
  /** What it was made for: the name of its task, or the one given to `createTask`. */
  readonly name: string;
  #stage: FutureState | Cancelling = "pending";
  #owner: FutureOwner | undefined;
  readonly #resolve: (value: unknown) => void;

  private constructor(name: string, owner: FutureOwner) {
    if (typeof name !== "string") throw new TypeError("Cannot make a Future: only executors and groups do");
    super(capture);
    this.#resolve = capturedResolve;
    this.#owner = owner;
    this.name = name;
  }

  /** Where it stands. */
  get state(): FutureState {
    return typeof this.#stage === "string" ? this.#stage : "running";
  }

  /**
   * Asks for an early end, and says whether there will be one: `false` if it has already been fulfilled or rejected.
   *
   * Work that has not begun never begins, and the future rejects with `reason` at once. Work that runs is told
   * through its `AbortSignal`, and the future settles when it has ended: rejected with `reason` if it stopped or
   * finished all the same, rejected with its error if it failed on the way out. Only the first reason counts.
   *
   * @param reason an `AbortError` unless given
   */
  cancel(reason: unknown = abortError("The future was cancelled")): boolean {
    const stage = this.#stage;
    if (typeof stage !== "string") return true;
    if (isFinal(stage)) return stage === "cancelled";
    react(this, undefined, ignore);
    const owner = this.#owner;
    if (stage === "pending") this.#end("cancelled", reason);
    else this.#stage = new Cancelling(reason);
    owner?.cancelled(reason);
    return true;
  }

  #end(state: "fulfilled" | "rejected" | "cancelled", outcome: unknown): void {
    this.#stage = state;
    this.#owner = undefined;
    this.#resolve(state === "fulfilled" ? outcome : new Rejection(outcome));
  }

  static {
    createFuture = (name, owner) => new Future(name, owner);
    startFuture = (future) => {
      if (future.#stage !== "pending") return false;
      future.#stage = "running";
      return true;
    };
    fulfilFuture = (future, value) => {
      const stage = future.#stage;
      if (typeof stage !== "string") future.#end("cancelled", stage.reason);
      else if (!isFinal(stage)) future.#end("fulfilled", value);
    };
    rejectFuture = (future, error) => {
      const stage = future.#stage;
      if (typeof stage === "string") {
        if (!isFinal(stage)) future.#end("rejected", error);
      } else if (error === stage.reason || isAbortError(error)) {
        future.#end("cancelled", stage.reason);
      } else {
        future.#end("rejected", error);
      }
    };
    // `await` and the combinators take a promise as it is when its constructor is Promise, and wrap it in a second
    // one when it is a subclass, which costs two more turns of the queue. `then` looks here as well, for what to make.
    Object.defineProperty(Future.prototype, "constructor", {
      value: Promise,
      writable: true,
      configurable: true,
    });
  }
}

function isFinal(state: FutureState): boolean {
  return state !== "pending" && state !== "running";
}

/** The stage of a future that runs and was asked to end. */
class Cancelling {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** A promise that is resolved with it rejects. So a future need not keep the function that rejects it, which is large. */
class Rejection {
  readonly #error: unknown;

  constructor(error: unknown) {
    this.#error = error;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is made to be adopted by a promise
  then(_fulfil: unknown, reject: (error: unknown) => void): void {
    reject(this.#error);
  }
}

// A promise hands its functions to a callback; one callback for all saves a closure for each future.
let capturedResolve: (value: unknown) => void = ignore;

function capture(resolve: (value: never) => void): void {
  capturedResolve = resolve as (value: unknown) => void;
}

function ignore(): void {}
