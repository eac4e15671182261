import process from "node:process";
import type { Platform } from "../../shared/workloads/support/platform.ts";

/**
 * The platform of all three runtimes: the `node:` modules that they share. Each part is loaded when a workload asks
 * for it, because every program that imports the door loads this file.
 */
export const sharedPlatform: Platform = {
  serve: async (answer) => (await import("./loopback-server.ts")).startLoopbackServer(answer),
  launch: async (module) => (await import("./launch-module.ts")).launchModule(module),
  residentMb: () => process.memoryUsage().rss / 2 ** 20,
  heapMb: () => process.memoryUsage().heapUsed / 2 ** 20,
  collectGarbage: async () => (await import("./collect-garbage.ts")).collectGarbage(),
};
