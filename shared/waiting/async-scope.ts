import { onceInThread } from "./once-in-thread.ts";
import { NativePromise, react, soon } from "./promises.ts";

/** The async context of the code that made it: what `AsyncLocalStorage` shows there. */
export interface AsyncScope {
  runInAsyncScope<T>(body: () => T): T;
}

/**
 * Remembers the context of the code that runs now. For what calls code of a program later, out of turn: it must not see the
 * context of whoever happened to make that possible.
 */
export function asyncScope(): AsyncScope {
  return thread.make();
}

/** A turn of the microtask queue that was reserved: what runs in it has the async context of who reserved it. */
export type ReservedTurn = AsyncScope | (() => void);

/** Reserves a turn, which begins when it is taken. */
export function reserveTurn(): ReservedTurn {
  if (thread.isCheap) return thread.make();
  // What follows a promise runs in the context of who asked for it.
  let take!: () => void;
  const taken = new NativePromise<void>((resolve) => {
    take = resolve;
  });
  react(taken, runTaken, raise);
  return take;
}

/** Runs `body` in a turn that was reserved. Once. */
export function takeTurn(turn: ReservedTurn, body: () => void): void {
  if (typeof turn === "function") {
    // Turns come in the order in which they are taken.
    takenTurns.push(body);
    turn();
  } else {
    soon(() => turn.runInAsyncScope(body));
  }
}

/**
 * Sets how contexts are remembered. The runners do, where the runtime has any.
 *
 * @param isCheap whether that takes less than a promise
 */
export function installAsyncScope(make: () => AsyncScope, isCheap: boolean): void {
  Object.assign(thread, { make, isCheap });
}

const plainScope: AsyncScope = { runInAsyncScope: (body) => body() };
const thread = onceInThread("async-scope", (): { make: () => AsyncScope; isCheap: boolean } => ({
  make: () => plainScope,
  isCheap: true,
}));

const takenTurns: (() => void)[] = [];

function runTaken(): void {
  takenTurns.shift()?.();
}

function raise(error: unknown): void {
  throw error;
}
