import process from "node:process";
import { setImmediate } from "node:timers";
import { parentPort, receiveMessageOnPort } from "node:worker_threads";
import { listenToNodePort } from "./listen-to-port.ts";
import { runThread, type ThreadRuntime } from "./run-thread.ts";
import type { Greeting } from "./worker-line.ts";

// What a worker thread loads under Node.

const runtime: ThreadRuntime = {
  listen: listenToNodePort,
  poll: receiveMessageOnPort,
  turn: setImmediate,
  leave: () => process.exit(0),

  watchEnd(end) {
    process.on("uncaughtExceptionMonitor", (thrown) => {
      // A program that has a listener of its own goes on.
      if (process.listenerCount("uncaughtException") === 0) end(1, { thrown });
    });
  },
};

parentPort?.once("message", (greeting: Greeting) => runThread(runtime, greeting));
