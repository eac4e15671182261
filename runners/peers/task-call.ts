import "../bun-door.ts";
import { loadTask } from "../../shared/load-task.ts";
import type { TaskDefinition } from "../../shared/task.ts";

/** A call of a task, as it travels to a worker of a peer. */
export interface TaskCall {
  readonly module: string;
  readonly name: string;
  readonly args: readonly unknown[];
}

export function taskCall({ address }: TaskDefinition, args: readonly unknown[]): TaskCall {
  return { module: address.module, name: address.name, args };
}

/** Makes the call, on this thread. Nothing of ours is around it: `currentTask()` is not to be had in a peer. */
export async function runTaskCall({ module, name, args }: TaskCall): Promise<unknown> {
  const key = `${name} ${module}`;
  const task = known.get(key) ?? (await loadTask({ module, name }));
  known.set(key, task);
  return task.run(...args);
}

/** `loadTask` remembers addresses, and here each call has one of its own. */
const known = new Map<string, TaskDefinition>();
