/** A task was submitted while `maxQueue` tasks were already waiting. Try again when some have ended. */
export class QueueFullError extends Error {
  override readonly name = "QueueFullError";

  constructor(task: string, maxQueue: number) {
    super(`Cannot queue task "${task}": ${maxQueue} tasks are waiting, and maxQueue allows no more`);
  }
}
