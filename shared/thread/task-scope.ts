import { type AsyncScope, asyncScope } from "../waiting/async-scope.ts";

/** How a task learns that nobody wants its result any more. */
export interface CurrentTask {
  /** Aborts when the run is cancelled or takes too long; its `aborted` is up to date even in a busy loop. */
  readonly signal: AbortSignal;
  /** Throws the signal's reason if it has aborted. Costs a few nanoseconds; needs no `this`. */
  readonly throwIfAborted: () => void;
}

/**
 * One run of a task, seen from inside: what `currentTask()` gives.
 *
 * A busy loop turns no event loop, so whoever aborts it cannot call it. It asks instead: each look at the scope calls
 * `poll`, which may call `abort`. The signal is made when somebody first wants it.
 */
export class TaskScope implements CurrentTask {
  readonly #poll: (scope: TaskScope) => void;
  #controller: AbortController | undefined;
  /** That of the task, in which its listeners are called. */
  #context: AsyncScope | undefined;
  #aborted = false;
  #wasSeen = false;
  #reason: unknown;

  constructor(poll: (scope: TaskScope) => void = ignore) {
    this.#poll = poll;
  }

  get signal(): AbortSignal {
    this.#wasSeen = true;
    this.#poll(this);
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#context = asyncScope();
      if (this.#aborted) this.#controller.abort(this.#reason);
      else this.#keepCurrent(this.#controller.signal);
    }
    return this.#controller.signal;
  }

  /** Bound, so that a task can take it out of the object. */
  get throwIfAborted(): () => void {
    this.#wasSeen = true;
    return () => {
      this.#poll(this);
      if (this.#aborted) throw this.#reason;
    };
  }

  /** Whether somebody has asked it for anything. */
  get wasSeen(): boolean {
    return this.#wasSeen;
  }

  /** Only the first reason counts. */
  abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    const controller = this.#controller;
    if (controller === undefined) return;
    // Deno's own abort() asks `aborted` first, and does nothing if it is already true.
    Reflect.deleteProperty(controller.signal, "aborted");
    this.#context?.runInAsyncScope(() => controller.abort(reason));
  }

  /** Whether it was aborted and this is how that shows: a run that ends so has stopped as it was asked to. */
  stoppedWith(error: unknown): boolean {
    return this.#aborted && error === this.#reason;
  }

  /** Lets `signal.aborted` poll as well, for the loops that look at nothing else. */
  #keepCurrent(signal: AbortSignal): void {
    const { throwIfAborted } = this;
    const aborted = (): boolean => {
      this.#poll(this);
      return this.#aborted;
    };
    Object.defineProperties(signal, {
      aborted: { get: aborted, configurable: true },
      throwIfAborted: { value: throwIfAborted, configurable: true },
    });
  }
}

function ignore(): void {}
