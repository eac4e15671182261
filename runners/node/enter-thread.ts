import process from "node:process";
import { setImmediate } from "node:timers";
import { parentPort } from "node:worker_threads";
import { installImport } from "../../shared/thread/load-task.ts";
import { isPackage } from "../threads/how-built.ts";
import { runThread, type ThreadRuntime } from "../threads/run-thread.ts";
import type { Greeting } from "../threads/worker-line.ts";
import { divertOutput, written } from "./output.ts";
import { nodePorts } from "./ports.ts";
import { loadTypes, prepareTypes, quickenLoading } from "./thread-loader.ts";
import { refuseAsLaterNodes } from "./uncloneable.ts";

const runtime: ThreadRuntime = {
  ...nodePorts,
  turn: setImmediate,
  leave: () => process.exit(0),
  divertOutput,

  watchEnd(end) {
    process.on("uncaughtExceptionMonitor", (thrown) => {
      // A program that handles it goes on.
      if (process.listenerCount("uncaughtException") > 0) return;
      if (!process.hasUncaughtExceptionCaptureCallback()) end(1, { thrown });
    });
  },
};

/** Makes this thread a worker of ours, under Node. */
export function enterThread(): void {
  quickenLoading();
  refuseAsLaterNodes();
  if (isPackage) installImport(prepareTypes);
  // A module of `--import` may have printed something.
  const waits = [written(), loadTypes()].filter((wait) => wait !== undefined);
  if (waits.length === 0) listen();
  else void Promise.all(waits).then(listen);
}

function listen(): void {
  const begin = (greeting: Greeting): void => runThread(runtime, greeting);
  // It is here before this is loaded, as a rule, and need not wait for the event loop.
  const arrived = parentPort && nodePorts.poll(parentPort);
  if (arrived) begin(arrived.message as Greeting);
  else parentPort?.once("message", begin);
}
