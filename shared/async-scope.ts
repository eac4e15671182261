import { onceInThread } from "./once-in-thread.ts";

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

/** Sets how contexts are remembered. The runners do, where the runtime has any. */
export function installAsyncScope(make: () => AsyncScope): void {
  thread.make = make;
}

const plainScope: AsyncScope = { runInAsyncScope: (body) => body() };
const thread = onceInThread("async-scope", (): { make: () => AsyncScope } => ({ make: () => plainScope }));
