import process from "node:process";
import * as task from "../../shared/task.ts";
import { builtFolder, isPackage } from "../threads/how-built.ts";
import { runThread, type ThreadRuntime } from "../threads/run-thread.ts";
import type { Greeting } from "../threads/worker-line.ts";
import { writeOutputAtOnce } from "./output.ts";
import { type BunLoad, bunPlugin } from "./plugin.ts";
import { bunPorts } from "./ports.ts";
import { bunRequire } from "./require.ts";
import { bunYield } from "./yield.ts";

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

/** Makes this thread a worker of ours, under Bun. */
export function enterThread(): void {
  writeOutputAtOnce();
  if (!isPackage) nameDoor();
  addEventListener("message", ({ data }: MessageEvent<Greeting>) => runThread(runtime, data), { once: true });
}

/**
 * Bun starts a thread without the `--preload` of the main one. Where threads are built, modules that import the door get the smaller
 * one, and what is in this file already is not loaded again.
 */
function nameDoor(): void {
  const door =
    builtFolder === undefined ? new URL("../mod.ts", import.meta.url) : new URL("bun-door.js", builtFolder);
  const doorFile = Bun.fileURLToPath(door);
  const load: BunLoad = () => ({ exports: bunRequire(doorFile) as object, loader: "object" });
  bunPlugin({
    name: "worker-matrix",
    setup(build) {
      build.module("worker-matrix", load);
      if (builtFolder === undefined) return;
      build.onLoad({ filter: fileFilter("../mod.ts") }, load);
      build.onLoad({ filter: fileFilter("../../shared/task.ts") }, () => ({
        exports: task,
        loader: "object",
      }));
    },
  });
}

/** Matches the path of that file alone. */
function fileFilter(file: string): RegExp {
  const escaped = Bun.fileURLToPath(new URL(file, import.meta.url)).replaceAll(/[^\w/]/g, "\\$&");
  return new RegExp(`^${escaped}$`);
}
