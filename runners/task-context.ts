import { AsyncLocalStorage } from "node:async_hooks";
import type { TaskContext, TaskTurn } from "../shared/current-task.ts";

/** Carries the current task through everything that it awaits. */
export function asyncTaskContext(): TaskContext {
  const storage = new AsyncLocalStorage<TaskTurn>();
  return {
    run: (turn, body) => storage.run(turn, body),
    current: () => storage.getStore(),
  };
}
