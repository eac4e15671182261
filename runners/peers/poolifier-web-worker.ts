import { FixedThreadPool } from "poolifier-web-worker";
import type { Executor } from "../../shared/executor.ts";
import { peerExecutor } from "./peer-executor.ts";
import { type TaskCall, taskCall } from "./task-call.ts";

/** What poolifier's authors made of it for Web Workers. All that is said of `poolifierExecutor` holds for it. */
export function poolifierWebWorkerExecutor(threads: number): Executor {
  const script = new URL("poolifier-web-worker-worker.ts", import.meta.url);
  const pool = new FixedThreadPool<TaskCall>(threads, script);
  return peerExecutor({
    name: "poolifier-web-worker",
    run: (task, args) =>
      pool.execute(taskCall(task, args), undefined, task.options.signal, task.options.transfer as never),
    end: () => pool.destroy(),
  });
}
