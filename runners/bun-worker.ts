// Bun starts a thread without the `--preload` of the main one.
import "./bun-door.ts";
import process from "node:process";
import { setImmediate } from "node:timers";
import { listenToWebPort } from "./listen-to-port.ts";
import { runThread, type ThreadRuntime } from "./run-thread.ts";
import type { Greeting } from "./worker-line.ts";

// What a worker thread loads under Bun.

const runtime: ThreadRuntime = {
  listen: listenToWebPort,
  // Loading that module takes longer than all the rest of a thread's start, and few threads need it.
  poll: (port) => (import.meta as BunModule).require("node:worker_threads").receiveMessageOnPort(port),
  turn: setImmediate,

  watchEnd(end) {
    const fail = (thrown: unknown): void => {
      end(1, { thrown });
      process.exit(1);
    };
    process.on("uncaughtException", fail);
    process.on("unhandledRejection", fail);
    // Below `bun test` those two are silent.
    addEventListener("error", (event) => fail(event.error));
  },

  leave: () => process.exit(0),
};

addEventListener("message", ({ data }: MessageEvent<Greeting>) => runThread(runtime, data), { once: true });

interface BunModule extends ImportMeta {
  require(module: "node:worker_threads"): typeof import("node:worker_threads");
}
