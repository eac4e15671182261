import { setTimeout as delay } from "node:timers/promises";
import { linux } from "./linux.ts";
import type { System } from "./system.ts";

/** macOS has the same signals, and no `/proc`: asking `ps` would take longer than a process takes to stop. */
export const darwin: System = {
  ...linux,
  hasStopped: () => delay(stoppingMs),
  sacrifice() {},
};

const stoppingMs = 2;
