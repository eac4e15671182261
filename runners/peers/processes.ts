import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Executor } from "../../shared/executor.ts";
import type { TaskDefinition } from "../../shared/task.ts";
import { UnsupportedError } from "../../shared/unsupported-error.ts";
import { currentRuntime } from "../current-runtime.ts";
import { type BatchAnswer, batchExecutor, type StartBatchWorker } from "./batches.ts";
import { frame, unframe } from "./frames.ts";

/** Processes instead of threads, which share the calls of a microtask: the limit of what two cores can do with long tasks. */
export function processesExecutor(count: number): Executor {
  return batchExecutor("processes", count, startProcess, refuseMemory);
}

const startProcess: StartBatchWorker = (answered, failed) => {
  const { args } = currentRuntime.launch({
    flags: [],
    file: fileURLToPath(new URL("processes-worker.ts", import.meta.url)),
    version: currentRuntime.version(),
    loadsOutsiders: true,
    writes: [],
    connects: [],
    runs: false,
    keeps: "",
  });
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.on("error", failed);
  child.once("exit", (status, signal) =>
    failed(new Error(`The process ended with ${signal ?? `exit status ${status}`}`)),
  );
  child.stdin.on("error", failed);
  child.stdout.on(
    "data",
    unframe((answers) => answered(answers as BatchAnswer[])),
  );
  return {
    postMessage: (batch) => void child.stdin.write(frame(batch)),
    terminate() {
      child.kill();
      return ended;
    },
  };
};

function refuseMemory({ options }: TaskDefinition, args: readonly unknown[]): void {
  if ((options.transfer ?? []).length > 0 || args.some(isShared))
    throw new UnsupportedError("processes share no memory, and move none to each other");
}

/** Whether it is shared memory, a view of it, or holds some. */
function isShared(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (ArrayBuffer.isView(value)) return isShared(value.buffer);
  return value instanceof SharedArrayBuffer || Object.values(value).some(isShared);
}
