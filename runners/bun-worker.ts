import process from "node:process";
import * as task from "../shared/task.ts";
import { writeOutputAtOnce } from "./bun-output.ts";
import { type BunLoad, bunPlugin } from "./bun-plugin.ts";
import { bunPorts } from "./bun-ports.ts";
import { bunRequire } from "./bun-require.ts";
import { bunYield } from "./bun-yield.ts";
import { runThread, type ThreadRuntime } from "./run-thread.ts";
import type { Greeting } from "./worker-line.ts";

// What a worker thread loads under Bun. It leaves `node:timers` and `node:url` alone: loading them takes longer than starting the thread.

declare const Bun: { fileURLToPath(url: URL): string };

const runtime: ThreadRuntime = {
  ...bunPorts,
  // Nobody has had the time to replace it.
  turn: globalThis.setImmediate,
  yieldCore: bunYield,

  watchEnd(end) {
    // A program that has a listener besides ours goes on.
    const isHandled = (event: string): boolean => process.listenerCount(event) > 1;
    const raise = (thrown: unknown, origin: NodeJS.UncaughtExceptionOrigin): void =>
      void process.emit("uncaughtException", thrown as Error, origin);
    process.on("uncaughtException", (thrown: unknown) => {
      if (isHandled("uncaughtException")) return;
      end(1, { thrown });
      process.exit(1);
    });
    process.on("unhandledRejection", (reason) => {
      if (!isHandled("unhandledRejection")) raise(reason, "unhandledRejection");
    });
    // Below `bun test` those two are silent.
    addEventListener("error", ({ error }) => raise(error, "uncaughtException"));
  },

  leave: () => process.exit(0),
};

writeOutputAtOnce();

// Modules that import the door get the smaller one, and what is in the bundle already is not loaded again. Bun starts a
// thread without the `--preload` of the main one.
const threadDoor = Bun.fileURLToPath(new URL("threads/bun-door.js", import.meta.url));
const load: BunLoad = () => ({ exports: bunRequire(threadDoor) as object, loader: "object" });
bunPlugin({
  name: "worker-matrix",
  setup(build) {
    build.module("worker-matrix", load);
    build.onLoad({ filter: fileFilter("mod.ts") }, load);
    build.onLoad({ filter: fileFilter("../shared/task.ts") }, () => ({ exports: task, loader: "object" }));
  },
});

addEventListener("message", ({ data }: MessageEvent<Greeting>) => runThread(runtime, data), { once: true });

/** Matches the path of that file alone. */
function fileFilter(file: string): RegExp {
  const escaped = Bun.fileURLToPath(new URL(file, import.meta.url)).replaceAll(/[^\w/]/g, "\\$&");
  return new RegExp(`^${escaped}$`);
}
