import { type Task, task } from "../../../task.ts";

/** Does nothing, and gives back what it was given, so that every answer can be checked. */
export const echo: Task<[value: number], number> = task(import.meta.url, function echo(value) {
  return value;
});
