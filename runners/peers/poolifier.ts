import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { FixedThreadPool } from "poolifier";
import type { Executor } from "../../shared/executor.ts";
import { peerExecutor } from "./peer-executor.ts";
import { type TaskCall, taskCall } from "./task-call.ts";

/**
 * poolifier's fixed pool with its defaults: all threads start at once, and each task goes to the least used one as soon as
 * it is there, where it may wait behind another. A signal that aborts is heard by tasks that are async; results do not move.
 */
export function poolifierExecutor(threads: number): Executor {
  const script = fileURLToPath(new URL("poolifier-worker.ts", import.meta.url));
  const pool = new FixedThreadPool<TaskCall>(threads, script);
  return peerExecutor({
    name: "poolifier",
    run: (task, args) =>
      pool.execute(taskCall(task, args), undefined, task.options.signal, task.options.transfer as never),
    // Its own promise, in 5.3.2, at times waits for ever for a thread that has ended.
    end: () => Promise.race([pool.destroy(), allEnded(pool.workerNodes.map(({ worker }) => worker))]),
  });
}

function allEnded(threads: readonly Worker[]): Promise<unknown> {
  return Promise.all(threads.map((thread) => once(thread, "exit")));
}
