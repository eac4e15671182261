import { Tinypool } from "tinypool";
import type { Executor } from "../../shared/executor.ts";
import { currentRuntime } from "../current-runtime.ts";
import { peerExecutor } from "./peer-executor.ts";
import { taskCall } from "./task-call.ts";

/** tinypool with its defaults, but for the threads. A signal that aborts ends the thread of a task that runs. */
export function tinypoolExecutor(threads: number): Executor {
  const pool = new Tinypool({
    filename: new URL("tinypool-worker.ts", import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
    // In 2.2.0 on Deno 2.9 a thread that waits in shared memory may never hear of its next task.
    useAtomics: currentRuntime.name !== "deno",
  });
  return peerExecutor({
    name: "tinypool",
    run: (task, args) =>
      pool.run(taskCall(task, args), {
        transferList: (task.options.transfer ?? []) as never,
        signal: task.options.signal ?? null,
      }),
    end: () => pool.destroy(),
  });
}
