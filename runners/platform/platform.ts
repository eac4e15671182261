import process from "node:process";
import { UnsupportedError } from "../../shared/unsupported-error.ts";
import type { Platform } from "../../shared/workloads/support/platform.ts";

/**
 * The platform of all three runtimes: the `node:` modules that they share. Each part is loaded when a workload asks
 * for it, because every program that imports the door loads this file.
 */
export const sharedPlatform: Platform = {
  builtIn,
  serveNatively: async (answer) => (await import("./native-server.ts")).serveNatively(answer),
  startLoad: async (exchanges) => (await import("./load-generator.ts")).startLoad(exchanges),
  startEcho: async () => (await import("./echo-server.ts")).startEcho(),
  launchTests: async (file) => (await import("./launch-tests.ts")).launchTests(file),
  openDatabase: async () => (await import("./database.ts")).openDatabase(),
  makeFolder: async () => (await import("./folder.ts")).makeFolder(),
  serve: async (answer) => (await import("./loopback-server.ts")).startLoopbackServer(answer),
  launch: async (module) => (await import("./launch-module.ts")).launchModule(module),
  residentMb: () => process.memoryUsage().rss / 2 ** 20,
  heapMb: () => process.memoryUsage().heapUsed / 2 ** 20,
  collectGarbage: async () => (await import("./collect-garbage.ts")).collectGarbage(),
};

/** Typed as what it calls, which the oldest releases do not have. */
function builtIn(name: string): never {
  const find: unknown = process.getBuiltinModule;
  if (typeof find !== "function") throw new UnsupportedError("it has no process.getBuiltinModule");
  const module: unknown = process.getBuiltinModule(name);
  if (module === undefined) throw new UnsupportedError(`it has no ${name}`);
  return module as never;
}
