import { taskAround } from "./current-task.ts";
import { onceInThread } from "./once-in-thread.ts";
import { definitionOf, isTask, type TaskAddress, type TaskDefinition } from "./task.ts";

/** What {@link loadTask} has given for this very object. */
export function loadedTask(address: TaskAddress): TaskDefinition | undefined {
  return loaded.get(address);
}

/**
 * Imports a task into this thread.
 *
 * @throws {TypeError} if the module exports no task under that name
 * @throws what the module throws while it loads
 */
export async function loadTask(address: TaskAddress): Promise<TaskDefinition> {
  const key = `${address.name} ${address.module}`;
  const loading = byName.get(key) ?? importing(address.module).then((exported) => find(exported, address));
  byName.set(key, loading);
  try {
    const task = await loading;
    loaded.set(address, task);
    return task;
  } catch (error) {
    byName.delete(key);
    throw error;
  }
}

/**
 * Refuses to start work from a module that is being imported into a worker for a task in it: the work would need
 * workers that import the module again, without end.
 */
export function refuseWhileLoading(task: string): void {
  const [loading] = thread.modules;
  if (loading === undefined || taskAround() !== undefined) return;
  throw new Error(
    `Cannot submit task "${task}" while a worker loads ${loading}, or every worker would start more of them: ` +
      "keep tasks in a module of their own, also when the program is bundled, or put the call under `if (import.meta.main)`",
  );
}

/** Two imports of one module at once end too early for one of them, on Bun before 1.3.14. */
const byName = new Map<string, Promise<TaskDefinition>>();
const loaded = new WeakMap<TaskAddress, TaskDefinition>();
const thread = onceInThread("loading", (): { readonly modules: string[] } => ({ modules: [] }));

async function importing(module: string): Promise<Record<string, unknown>> {
  const { modules } = thread;
  modules.push(module);
  try {
    return await import(module);
  } finally {
    modules.splice(modules.indexOf(module), 1);
  }
}

function find(exported: Record<string, unknown>, { module, name }: TaskAddress): TaskDefinition {
  // A CommonJS module, as tsx makes of a .ts file in a package of that type, has its exports below `default`.
  const value = exported[name] ?? (exported.default as Record<string, unknown> | undefined)?.[name];
  if (isTask(value) && value.name === name) return definitionOf(value);
  const tasks = Object.keys(exported).filter((key) => isTask(exported[key]));
  const named = tasks.length > 8 ? [...tasks.slice(0, 8), "…"] : tasks;
  const known = named.length === 0 ? "it exports no tasks" : `its tasks: ${named.join(", ")}`;
  throw new TypeError(`Cannot run task "${name}": ${module} does not export it under that name (${known})`);
}
