import { Piscina } from "piscina";
import type { Executor } from "../../shared/executor.ts";
import { peerExecutor } from "./peer-executor.ts";
import { taskCall } from "./task-call.ts";

/** piscina with its defaults, but for the threads. A signal that aborts ends the thread of a task that runs. */
export function piscinaExecutor(threads: number): Executor {
  const pool = new Piscina({
    filename: new URL("piscina-worker.ts", import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
  });
  return peerExecutor({
    name: "piscina",
    run: (task, args) =>
      pool.run(taskCall(task, args), {
        transferList: (task.options.transfer ?? []) as never,
        signal: task.options.signal ?? null,
      }),
    end: () => pool.destroy(),
  });
}
