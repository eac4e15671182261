// All names of the library.

export { BrokenExecutorError } from "../shared/broken-executor-error.ts";
export { type CurrentTask, currentTask } from "../shared/current-task.ts";
export { getDefaultExecutor, setDefaultExecutor } from "../shared/default-executor.ts";
export type { Executor, ExecutorStats, Iterables, ShutdownOptions, TaskReport } from "../shared/executor.ts";
export { Future, type FutureState } from "../shared/future.ts";
export { InlineExecutor } from "../shared/inline-executor.ts";
export type { AnyIterable, MapOptions } from "../shared/map-options.ts";
export type { ResourceLimits } from "../shared/pool/worker-host.ts";
export { QueueFullError } from "../shared/queue-full-error.ts";
export { type Task, type TaskOptions, task } from "../shared/task.ts";
export {
  type CreateTaskOptions,
  TaskGroup,
  type TaskGroupOptions,
  type TaskSource,
} from "../shared/task-group.ts";
export { ThreadPerTaskExecutor } from "../shared/thread-per-task-executor.ts";
export { ThreadPoolExecutor } from "../shared/thread-pool-executor.ts";
export type { ThreadPoolOptions } from "../shared/thread-pool-options.ts";
export { toThread } from "../shared/to-thread.ts";
export { transferResult } from "../shared/transfer-result.ts";
export { UnsupportedError } from "../shared/unsupported-error.ts";
export { WorkerExitedError } from "../shared/worker-exited-error.ts";
export type { Workload, WorkloadParams } from "../shared/workload.ts";
