/** The executor's `initializer` failed, so no task can run on it. `cause` is what it failed with. */
export class BrokenExecutorError extends Error {
  override readonly name = "BrokenExecutorError";

  constructor(task: string, options: ErrorOptions) {
    super(`Cannot run task "${task}": the executor's initializer failed`, options);
  }
}
