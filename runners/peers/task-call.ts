import "../bun/door.ts";
import type { TaskDefinition } from "../../shared/task.ts";
import { loadTask } from "../../shared/thread/load-task.ts";

/** A call of a task, as it travels to a worker of a peer. */
export interface TaskCall {
  readonly module: string;
  /** Which of its tasks: see `TaskAddress`. */
  readonly at: number;
  readonly args: readonly unknown[];
}

export function taskCall({ address }: TaskDefinition, args: readonly unknown[]): TaskCall {
  return { module: address.module, at: address.at, args };
}

/** Makes the call, on this thread. Nothing of ours is around it: `currentTask()` is not to be had in a peer. */
export async function runTaskCall({ module, at, args }: TaskCall): Promise<unknown> {
  const key = `${at} ${module}`;
  const task = known.get(key) ?? (await loadPeerTask(module, at));
  known.set(key, task);
  return task.run(...args);
}

/** Of the task's address, a peer sends what it must; workers of peers make the same tasks as the thread that asks. */
export function loadPeerTask(module: string, at: number): Promise<TaskDefinition> {
  return loadTask({ module, name: `number ${at}`, made: [], at });
}

/** `loadTask` remembers addresses, and here each call has one of its own. */
const known = new Map<string, TaskDefinition>();
