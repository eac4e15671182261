import { onceInThread } from "./once-in-thread.ts";
import { NativePromise, react } from "./promises.ts";

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

/** Gives what starts `body` in the next turn of the microtask queue, in the context of the code that runs now. */
export function nextTurn(body: () => void): () => void {
  if (thread.isCheap) {
    const scope = thread.make();
    return () => react(settled, () => scope.runInAsyncScope(body), raise);
  }
  // What follows a promise runs in the context of who asked for it.
  let start: () => void = body;
  const started = new NativePromise<void>((resolve) => {
    start = resolve;
  });
  react(started, body, raise);
  return start;
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

const settled = NativePromise.resolve();

function raise(error: unknown): void {
  throw error;
}
