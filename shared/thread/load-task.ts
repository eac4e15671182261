import { taskAround } from "../current-task.ts";
import type { TaskAddress, TaskDefinition } from "../task.ts";
import { onceInThread } from "../waiting/once-in-thread.ts";
import { findTask } from "./find-task.ts";

/** What {@link loadTask} has given for this very object. */
export function loadedTask(address: TaskAddress): TaskDefinition | undefined {
  return loaded.get(address);
}

/**
 * Imports a task into this thread.
 *
 * @throws {TypeError} if the module does not export it
 * @throws what the module throws while it loads
 */
export async function loadTask(address: TaskAddress): Promise<TaskDefinition> {
  const key = `${address.at} ${address.module}`;
  const loading =
    byPlace.get(key) ?? importing(address.module).then((exported) => findTask(exported, address));
  byPlace.set(key, loading);
  try {
    const task = await loading;
    loaded.set(address, task);
    return task;
  } catch (error) {
    byPlace.delete(key);
    throw error;
  }
}

/**
 * Refuses to start work from a module that is being imported into a worker for a task in it: the work would need
 * workers that import the module again, without end.
 */
export function refuseWhileLoading(task: string): void {
  const loading = thread.modules[0];
  if (loading === undefined || taskAround() !== undefined) return;
  throw new Error(
    `Cannot submit task "${task}" while a worker loads ${loading}, or every worker would start more of them: ` +
      "keep tasks in a module of their own, also when the program is bundled, or put the call under `if (import.meta.main)`",
  );
}

/** Two imports of one module at once end too early for one of them, on Bun before 1.3.14 (probe concurrent-imports). */
const byPlace = new Map<string, Promise<TaskDefinition>>();
const loaded = new WeakMap<TaskAddress, TaskDefinition>();
const thread = onceInThread("loading", (): Loading => ({ modules: [], prepare: () => undefined }));

interface Loading {
  /** Those that are being imported. */
  readonly modules: string[];
  prepare(module: string): Promise<void> | undefined;
}

/** Sets what is done before a module is imported. The runner of a runtime that needs something does. */
export function installImport(prepare: (module: string) => Promise<void> | undefined): void {
  thread.prepare = prepare;
}

/** A Node that strips no types says only that it does not know the ending. */
function explained(error: unknown): unknown {
  if ((error as { code?: unknown } | null | undefined)?.code !== "ERR_UNKNOWN_FILE_EXTENSION") return error;
  return new TypeError(
    `${(error as Error).message}: a thread loads the module of a task as the runtime does, and this one strips no types. ` +
      "Compile the module, or use Node 22.18 or later, or install tsx, which threads then use",
    { cause: error },
  );
}

async function importing(module: string): Promise<Record<string, unknown>> {
  const { modules } = thread;
  modules.push(module);
  try {
    const preparing = thread.prepare(module);
    if (preparing !== undefined) await preparing;
    return await import(module);
  } catch (error) {
    throw explained(error);
  } finally {
    modules.splice(modules.indexOf(module), 1);
  }
}
