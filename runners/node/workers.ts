import { availableParallelism, cpus } from "node:os";
import process from "node:process";
import { isMainThread, Worker } from "node:worker_threads";
import type { WorkerHost } from "../../shared/pool/worker-host.ts";
import { later, turn } from "../threads/real-time.ts";
import { threadFile } from "../threads/thread-file.ts";
import { type Printed, WorkerLine } from "../threads/worker-line.ts";
import { nodePorts } from "./ports.ts";
import { refuseAsLaterNodes } from "./uncloneable.ts";

/** Node's worker threads. It tells how a worker ended and stops any, and has no `Worker` of the web's kind. */
export function nodeWorkers(): WorkerHost {
  refuseAsLaterNodes();
  return {
    parallelism: availableParallelism?.() ?? cpus().length,
    listens: false,
    spawn(start, listener, limits) {
      // Without `execArgv` or `env` of its own it has what the process was started with, of which Node refuses much if it is said again (probe node-exec-argv-engine).
      const worker = new Worker(
        threadFile("node.cjs", "node/worker.ts", exists),
        limits && { resourceLimits: limits },
      );
      const line = new WorkerLine(listener, nodePorts, { print });
      line.greet(worker, start);
      let error: { readonly thrown: unknown } | undefined;
      worker.on("error", (thrown) => {
        error ??= { thrown };
      });
      worker.on("exit", (code) => line.close(code, error));
      worker.unref();
      return {
        post: (message, transfer) => line.post(message, transfer),
        hear: () => line.hear(),
        ref: () => worker.ref(),
        unref: () => worker.unref(),
        terminate: () => void worker.terminate(),
      };
    },
    isProxy: nodePorts.isProxy,
    turn,
    later,
  };
}

/** Deno loads this file too, and takes six milliseconds for `node:fs`. Before Node 20.16 the thread tells that its file is missing. */
function exists(file: URL): boolean {
  return process.getBuiltinModule?.("node:fs").existsSync(file) ?? true;
}

/**
 * Prints what a thread of ours has, as if this thread had. Gives when the system has it, if that takes a while: a pipe may be
 * full. In a worker nobody waits for that, since the thread around it may stand still meanwhile, and wait for this one.
 */
function print({ stream, chunk, encoding }: Printed): Promise<void> | undefined {
  const out = process[stream];
  out.write(chunk, encoding);
  return isMainThread && out.writableLength > 0 ? allWritten(out) : undefined;
}

async function allWritten(out: NodeJS.WriteStream): Promise<void> {
  // Loaded late for the same reason.
  const { Writable } = await import("node:stream");
  // It is not known whether the program's `write` calls back: it may have one of its own.
  await new Promise<void>((resolve) => {
    Writable.prototype.write.call(out, "", "utf8", () => resolve());
  });
}
