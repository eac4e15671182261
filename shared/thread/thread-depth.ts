import { onceInThread } from "../waiting/once-in-thread.ts";

/** How many workers are around this thread: 0 in the program itself, 1 in a worker of it, and so on. */
export function threadDepth(): number {
  return thread.depth;
}

/** Refuses to start a worker in a worker in a worker, and so on: tasks that submit tasks without end. */
export function refuseTooDeep(): void {
  const { depth } = thread;
  if (depth < deepest) return;
  throw new Error(
    `Cannot start a worker here, ${depth} workers deep: let tasks return, and submit where they end`,
  );
}

/** Called once, on a worker, before it runs anything. */
export function enterThread(at: number): void {
  thread.depth = at;
}

const thread = onceInThread("depth", () => ({ depth: 0 }));

const deepest = 3;
