import { AsyncLocalStorage } from "node:async_hooks";
import type { CurrentTask, TaskContext } from "../shared/current-task.ts";

/** Carries the current task through everything that it awaits. */
export function asyncTaskContext(): TaskContext {
  const storage = new AsyncLocalStorage<CurrentTask>();
  return {
    run: (current, body) => storage.run(current, body),
    current: () => storage.getStore(),
  };
}
