import { execFile } from "node:child_process";
import type { System } from "./system.ts";

/** Windows ends processes, and cannot have them stand still. */
export const win32: System = {
  takesTurns: false,
  hasGroups: false,
  terminate: endTree,
  kill: endTree,
  stop() {},
  goOn() {},
  hasStopped: async () => {},
  sacrifice() {},
};

function endTree(process: number): void {
  execFile("taskkill", ["/pid", String(process), "/T", "/F"], () => {});
}
