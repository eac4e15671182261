// What `shared/task.ts` exports, as a thread under Node has it already: see `thread-loader.ts`.
export const { definitionOf, installRunHere, isTask, task } =
  globalThis[Symbol.for("worker-matrix.bundled-task")];
